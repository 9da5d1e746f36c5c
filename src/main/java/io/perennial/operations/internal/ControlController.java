package io.perennial.operations.internal;

import io.perennial.access.AdministratorLinks;
import io.perennial.access.Credentials;
import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.kernel.ObjectName;
import io.perennial.overview.Overview;
import io.perennial.overview.Overviews;
import io.perennial.publication.Consumers;
import io.perennial.web.WebProperties;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the command line asks about the deployment itself. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlController {

  static final Principal COMMAND_LINE = Principal.system("command line");

  private final AdministratorLinks links;
  private final Overviews overviews;
  private final Audit audit;
  private final Consumers consumers;
  private final WebProperties web;

  ControlController(
      AdministratorLinks links,
      Overviews overviews,
      Audit audit,
      Consumers consumers,
      WebProperties web) {
    this.links = links;
    this.overviews = overviews;
    this.audit = audit;
    this.consumers = consumers;
    this.web = web;
  }

  /** The token stands behind the hash sign, which browsers do not send. */
  @PostMapping("/admin-link")
  String adminLink() {
    Credentials.Issued token = links.create(COMMAND_LINE);
    return "https://%s:%d/setup#%s%n".formatted(web.hostname(), web.port(), token.token());
  }

  /** How to sign in: by a new link while nobody has a password, else by that. */
  @GetMapping("/sign-in")
  String signIn() {
    return links.needed()
        ? adminLink()
        : "as administrator, with your password (lost it? deploy/perennial admin-link)%n"
            .formatted();
  }

  /** 200 when nothing needs anybody, else 409. */
  @GetMapping("/status")
  ResponseEntity<String> status() {
    Overview overview = overviews.now(COMMAND_LINE);
    String needs =
        overview.needs().stream()
            .map(need -> "- %s: %s%n".formatted(need.subject(), need.sentence()))
            .collect(Collectors.joining());
    return ResponseEntity.status(overview.green() ? HttpStatus.OK : HttpStatus.CONFLICT)
        .body(
            "%s %s%nMargin of the worst binding: %s.%n%s"
                .formatted(
                    overview.sentence(), overview.checked(), overview.marginInWords(), needs));
  }

  /** 200 when the chain is whole, else 409. */
  @GetMapping("/audit/verify")
  ResponseEntity<String> verify() {
    Audit.Verdict verdict = audit.verify();
    return ResponseEntity.status(verdict.intact() ? HttpStatus.OK : HttpStatus.CONFLICT)
        .body(verdict.sentence() + "\n");
  }

  @PostMapping("/enrol")
  String enrol(@RequestParam String name) {
    return consumers.invite(COMMAND_LINE, new ObjectName(name)).token().token() + "\n";
  }
}
