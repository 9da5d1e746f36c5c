package io.perennial.vaultapi.internal;

import io.perennial.certificate.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients say of a certificate beside its policy. */
final class Attributes {

  private static final int MOST_TAGS = 15;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_VALUE = 256;

  private Attributes() {}

  /**
   * Clients send back what they have read, so the dates that a version has are no change.
   *
   * @param version whose dates they may be
   */
  static void require(CertificateBody.@Nullable Attributes sent, Optional<Version> version) {
    if (sent != null
        && (differs(sent.nbf(), version.map(Version::notBefore))
            || differs(sent.exp(), version.map(Version::notAfter)))) {
      throw VaultProblem.badParameter(
          "nbf and exp are the X.509 certificate's own and cannot be set. Leave them out.");
    }
  }

  private static boolean differs(@Nullable Long sent, Optional<Instant> known) {
    return sent != null && !known.map(Instant::getEpochSecond).equals(Optional.of(sent));
  }

  static boolean enabled(CertificateBody.@Nullable Attributes sent) {
    return sent == null || !Boolean.FALSE.equals(sent.enabled());
  }

  static Map<String, String> tags(@Nullable Map<String, String> sent) {
    if (sent == null) {
      return Map.of();
    }
    if (sent.size() > MOST_TAGS
        || sent.entrySet().stream()
            .anyMatch(tag ->
                tag.getKey().length() > LONGEST_NAME || tag.getValue().length() > LONGEST_VALUE)) {
      throw VaultProblem.badParameter(
          "There are at most %d tags, their names at most %d and their values at most %d characters long."
              .formatted(MOST_TAGS, LONGEST_NAME, LONGEST_VALUE));
    }
    return Map.copyOf(sent);
  }
}
