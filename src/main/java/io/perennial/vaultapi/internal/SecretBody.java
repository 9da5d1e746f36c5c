package io.perennial.vaultapi.internal;

import io.perennial.secret.SecretDetails;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients send about secrets; whatever they leave out is null.
 *
 * @param value the secret, or to restore one, its backup in base64url
 */
record SecretBody(
    @Nullable String value,
    @Nullable String contentType,
    CertificateBody.@Nullable Attributes attributes,
    @Nullable Map<String, String> tags) {

  private static final long LAST_SECOND = 253_402_300_799L;

  SecretDetails.Change change() {
    Optional<CertificateBody.Attributes> sent = Optional.ofNullable(attributes);
    return new SecretDetails.Change(
        Optional.ofNullable(contentType),
        sent.map(CertificateBody.Attributes::enabled),
        sent.map(CertificateBody.Attributes::nbf).map(seconds -> time("nbf", seconds)),
        sent.map(CertificateBody.Attributes::exp).map(seconds -> time("exp", seconds)),
        Optional.ofNullable(tags));
  }

  private static Instant time(String name, long seconds) {
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw VaultProblem.badParameter(name + " is in seconds since 1970, up to the year 9999.");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "SecretBody";
  }
}
