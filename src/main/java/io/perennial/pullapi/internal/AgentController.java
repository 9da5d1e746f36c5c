package io.perennial.pullapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Enrolled;
import io.perennial.publication.Report;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a server tells: that it enrols, wants a new credential, or has installed a version. */
@RestController
@RequestMapping("/pull/v1")
class AgentController {

  private static final int MAX_REASON = 500;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final Consumers consumers;
  private final Bindings bindings;

  AgentController(Consumers consumers, Bindings bindings) {
    this.consumers = consumers;
    this.bindings = bindings;
  }

  @PostMapping(path = "/enrol", produces = MediaType.TEXT_PLAIN_VALUE)
  String enrol(
      @RequestParam(defaultValue = "") String token,
      @RequestParam(defaultValue = "") String hostname) {
    return lines(consumers.enrol(token, hostname));
  }

  @PostMapping(path = "/credential", produces = MediaType.TEXT_PLAIN_VALUE)
  String credential(@AuthenticationPrincipal Principal consumer) {
    return lines(consumers.renewCredential(consumer));
  }

  private static String lines(Enrolled enrolled) {
    return "credential=%s%nexpires=%d%nconsumer=%s%n"
        .formatted(
            enrolled.credential().token(),
            enrolled.credential().expiresAt().getEpochSecond(),
            enrolled.consumer().name().value());
  }

  @PostMapping("/bindings/{id}/report")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void report(
      @AuthenticationPrincipal Principal consumer,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "") String outcome,
      @RequestParam(defaultValue = "") String served,
      @RequestParam(defaultValue = "") String reason) {
    bindings.report(
        consumer,
        new BindingId(id),
        new Report(new VersionId(version), outcome(outcome), served(served), reason(reason)));
  }

  private static Report.Outcome outcome(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "installed" -> Report.Outcome.INSTALLED;
      case "failed" -> Report.Outcome.FAILED;
      case "rolled-back" -> Report.Outcome.ROLLED_BACK;
      default -> throw Refusal.invalid("The outcome is installed, failed or rolled-back.");
    };
  }

  private static Optional<String> served(String text) {
    if (!text.isEmpty() && !FINGERPRINT.matcher(text).matches()) {
      throw Refusal.invalid("served is a SHA-256 of 64 hexadecimal digits, or empty.");
    }
    return Optional.of(text).filter(given -> !given.isEmpty());
  }

  private static Optional<String> reason(String text) {
    String clean = text.replaceAll("\\p{C}", " ").strip();
    return Optional.of(clean.length() > MAX_REASON ? clean.substring(0, MAX_REASON) : clean)
        .filter(given -> !given.isEmpty());
  }
}
