package io.perennial.pullapi.internal;

import io.perennial.access.Principal;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.ClientCertificates.Certified;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Enrolled;
import io.perennial.publication.Proof;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import io.perennial.pullapi.internal.PullResponse.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What a server tells and asks beside bundles: that it enrols, what is its own, what it installed.
 */
@Component
class AgentCalls {

  private static final int MAX_REASON = 500;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final Consumers consumers;
  private final Bindings bindings;
  private final EnrolLimit limit;
  private final ClientCertificates certificates;

  AgentCalls(
      Consumers consumers, ClientCertificates certificates, Bindings bindings, EnrolLimit limit) {
    this.consumers = consumers;
    this.certificates = certificates;
    this.bindings = bindings;
    this.limit = limit;
  }

  PullResponse enrol(PullRequest request) {
    return limit
        .admit(request.peer().address())
        .map(wait ->
            PullResponse.problem(
                429,
                "Too many servers enrol from this address at once. Try again when Retry-After says.",
                new PullResponse.Header("Retry-After", Long.toString(wait.toSeconds() + 1))))
        .orElseGet(() -> {
          FormFields fields = request.fields();
          return lines(consumers.enrol(fields.get("token"), fields.get("hostname")));
        });
  }

  PullResponse credential(Principal consumer) {
    return lines(consumers.renewCredential(consumer));
  }

  /** Text, of which programs that read PEM see the certificate alone. */
  PullResponse certificate(Proof proof, FormFields fields) {
    Certified certified = certificates.issue(proof, fields.get("csr"));
    return PullResponse.text(
        "expires=%d%nconsumer=%s%n%s"
            .formatted(
                certified.certificate().getNotAfter().toInstant().getEpochSecond(),
                certified.consumer().name().value(),
                Pem.certificates(List.of(certified.certificate()))));
  }

  private static PullResponse lines(Enrolled enrolled) {
    return PullResponse.text(
        "credential=%s%nexpires=%d%nconsumer=%s%n"
            .formatted(
                enrolled.credential().token(),
                enrolled.credential().expiresAt().getEpochSecond(),
                enrolled.consumer().name().value()));
  }

  /** One binding a line, fields parted by tabs, so that a shell can read it. */
  PullResponse list(Principal consumer, Header... more) {
    return PullResponse.text(
        bindings.mine(consumer).stream().map(AgentCalls::line).collect(Collectors.joining()), more);
  }

  private static String line(Truths truths) {
    Binding binding = truths.binding();
    return String.join(
            "\t",
            binding.id().value(),
            truths.certificate().name().value(),
            truths.published().map(version -> version.id().value()).orElse("-"),
            truths.published().map(version -> version.fingerprint().value()).orElse("-"),
            Integer.toString(binding.port()),
            binding.hosts().stream().map(Identifier::value).collect(Collectors.joining(",")))
        + "\n";
  }

  PullResponse report(Principal consumer, String binding, FormFields fields) {
    bindings.report(
        consumer,
        new BindingId(binding),
        new Report(
            new VersionId(fields.get("version")),
            outcome(fields.get("outcome")),
            served(fields.get("served")),
            reason(fields.get("reason"))));
    return PullResponse.of(204, PullResponse.NOTHING);
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
