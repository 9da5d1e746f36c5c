package io.perennial.connector.acme;

import io.perennial.connector.acme.transport.AcmeDirectory;
import java.util.Optional;

/** The kinds of certificate that a CA names in its directory (draft-ietf-acme-profiles). */
final class Profiles {

  private Profiles() {}

  /** Why the profile cannot be had, with those that can; empty when the CA offers it. */
  static Optional<String> objection(String profile, AcmeDirectory directory) {
    if (directory.profiles().contains(profile)) {
      return Optional.empty();
    }
    return Optional.of(
        directory.profiles().isEmpty()
            ? "The CA has no profiles, so not %s either. Leave the profile empty."
                .formatted(profile)
            : "The CA does not offer the profile %s. Choose one of %s, or leave it empty."
                .formatted(
                    profile, String.join(", ", directory.profiles().stream().sorted().toList())));
  }

  /**
   * What a CA said that offers a profile in its directory and refuses it for an order.
   *
   * @param detail the CA's words
   */
  static String refused(String detail) {
    return "The CA does not give the profile: "
        + detail
        + ". Choose another one, or leave it empty.";
  }
}
