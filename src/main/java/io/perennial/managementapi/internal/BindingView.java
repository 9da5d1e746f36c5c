package io.perennial.managementapi.internal;

import io.perennial.connector.Identifier;
import io.perennial.publication.Binding;
import io.perennial.publication.Truths;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A binding with its three truths. */
record BindingView(
    String id,
    String certificate,
    String certificateName,
    String consumer,
    String consumerName,
    List<String> hosts,
    String address,
    int port,
    Optional<Published> published,
    Installed installed,
    Served served,
    boolean servedAsPublished,
    String sentence) {

  /** The certificate's current version. */
  record Published(String version, int number, String fingerprint, Instant notAfter) {}

  /** What the consumer says. */
  record Installed(
      Optional<String> version,
      Optional<String> fingerprint,
      Optional<Instant> at,
      Optional<String> outcome,
      Optional<String> reason) {}

  /** What our prober saw. */
  record Served(
      Optional<String> fingerprint,
      Optional<Instant> notAfter,
      Optional<Instant> at,
      Optional<String> problem) {}

  static BindingView of(Truths truths) {
    Binding binding = truths.binding();
    return new BindingView(
        binding.id().value(),
        truths.certificate().id().value(),
        truths.certificate().name().value(),
        truths.consumer().id().value(),
        truths.consumer().name().value(),
        binding.hosts().stream().map(Identifier::value).toList(),
        binding.address(),
        binding.port(),
        truths
            .published()
            .map(version ->
                new Published(
                    version.id().value(),
                    version.number(),
                    version.fingerprint().value(),
                    version.notAfter())),
        installed(binding.installed()),
        new Served(
            binding.served().fingerprint(),
            binding.served().notAfter(),
            binding.served().at(),
            binding.served().problem()),
        truths.served(),
        sentence(truths));
  }

  private static Installed installed(Binding.Installed installed) {
    return new Installed(
        installed.version().map(version -> version.value()),
        installed.fingerprint(),
        installed.at(),
        installed.outcome().map(Enum::name),
        installed.reason());
  }

  /** The certificate's own plan is left to the certificate, whose revision covers it. */
  private static String sentence(Truths truths) {
    return truths.published().isEmpty()
        ? "No version has been issued yet; the certificate says why."
        : truths.sentence();
  }
}
