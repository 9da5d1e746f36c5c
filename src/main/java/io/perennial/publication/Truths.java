package io.perennial.publication;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import java.util.Optional;

/** One binding, with what is published, installed and served. */
public record Truths(
    Binding binding, Consumer consumer, Certificate certificate, Optional<Version> published) {

  /** Whether the prober sees what is published. */
  public boolean served() {
    return published
            .map(version -> version.fingerprint().value())
            .equals(binding.served().fingerprint())
        && published.isPresent()
        && binding.served().problem().isEmpty();
  }

  /** How the three compare, for an operator. */
  public String sentence() {
    if (published.isEmpty()) {
      return "No version has been issued yet. " + certificate.plan().sentence();
    }
    if (served()) {
      return "Served as published.";
    }
    String seen = seen(published.get());
    if (binding.installed().outcome().filter(Report.Outcome.INSTALLED::equals).isEmpty()) {
      return binding
          .installed()
          .reason()
          .map(reason -> seen + " The server reports: " + reason)
          .orElse(seen + " The server has not reported.");
    }
    boolean claimsCurrent = binding.installed().version().equals(Optional.of(published.get().id()));
    return claimsCurrent
        ? seen + " Yet the server reports that it installed the current version."
        : seen + " The server has an older version installed.";
  }

  private String seen(Version version) {
    if (binding.served().problem().isPresent()) {
      return binding.served().problem().get();
    }
    return binding
        .served()
        .fingerprint()
        .map(fingerprint ->
            "Version %d is published, but %s:%d serves another certificate (%s)."
                .formatted(
                    version.number(),
                    binding.address(),
                    binding.port(),
                    fingerprint.substring(0, 12)))
        .orElse("It has not been probed yet.");
  }
}
