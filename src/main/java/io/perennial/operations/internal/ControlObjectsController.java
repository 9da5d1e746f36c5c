package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.certificate.Certificate;
import io.perennial.connector.Identifier;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.protection.Wish.ServerWish;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the command line does with issuers, certificates and bindings. Answers are lines of text.
 */
@RestController
@RequestMapping(path = "/control", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlObjectsController {

  private final Issuers issuers;
  private final Protection protection;
  private final Bindings bindings;

  ControlObjectsController(Issuers issuers, Protection protection, Bindings bindings) {
    this.issuers = issuers;
    this.protection = protection;
    this.bindings = bindings;
  }

  /** Fields besides name and type are the connector's settings. */
  @PostMapping("/issuers")
  String addIssuer(@RequestParam Map<String, String> fields) {
    Map<String, String> settings = new HashMap<>(fields);
    String name = settings.getOrDefault("name", "");
    String type = settings.getOrDefault("type", "");
    settings.remove("name");
    settings.remove("type");
    return issuers.create(COMMAND_LINE, new ObjectName(name), type, settings).name().value() + "\n";
  }

  @PostMapping("/protect")
  String protect(@RequestParam Map<String, String> fields) {
    String server = fields.getOrDefault("server", "");
    List<ServerWish> servers =
        server.isBlank()
            ? List.of()
            : List.of(
                new ServerWish(
                    server, fields.getOrDefault("address", ""), fields.getOrDefault("port", "")));
    Certificate certificate =
        protection.protect(
            COMMAND_LINE,
            fields.getOrDefault("vault", ""),
            new Wish(
                fields.getOrDefault("domains", ""),
                fields.getOrDefault("name", ""),
                fields.getOrDefault("issuer", ""),
                fields.getOrDefault("key-type", ""),
                fields.getOrDefault("validity", ""),
                fields.getOrDefault("profile", ""),
                fields.getOrDefault("renew", ""),
                servers));
    return certificate.name().value() + "\n";
  }

  /** Certificate, server, hosts, version, published, installed and served, parted by tabs. */
  @GetMapping("/bindings")
  String list() {
    return bindings.truths(COMMAND_LINE).stream()
        .map(ControlObjectsController::line)
        .collect(Collectors.joining());
  }

  private static String line(Truths truths) {
    return String.join(
            "\t",
            truths.certificate().name().value(),
            truths.consumer().name().value(),
            truths.binding().hosts().stream()
                .map(Identifier::value)
                .collect(Collectors.joining(",")),
            truths.published().map(version -> Integer.toString(version.number())).orElse("-"),
            truths.published().map(version -> version.fingerprint().value()).orElse("-"),
            truths.binding().installed().fingerprint().orElse("-"),
            truths.binding().served().fingerprint().orElse("-"),
            truths.sentence())
        + "\n";
  }
}
