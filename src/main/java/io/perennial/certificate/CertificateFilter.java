package io.perennial.certificate;

import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which certificates of a vault a list holds; what is empty is not asked for.
 *
 * @param text part of the name or of a domain, in any case
 * @param attention only those that fail, are disabled, have expired, or have nothing planned before
 *     their deadline
 * @param expiringBefore only those whose current version ends before
 */
public record CertificateFilter(
    VaultId vault,
    Optional<String> text,
    Optional<IssuerId> issuer,
    boolean attention,
    Optional<Instant> expiringBefore) {

  private static final int MOST_TEXT = 255;

  public CertificateFilter {
    if (text.filter(typed -> typed.length() > MOST_TEXT).isPresent()) {
      throw Refusal.invalid("Search for at most %d characters.".formatted(MOST_TEXT));
    }
    text = text.map(typed -> typed.strip().toLowerCase(java.util.Locale.ROOT));
    text = text.filter(typed -> !typed.isEmpty());
  }

  /** All of a vault. */
  public static CertificateFilter all(VaultId vault) {
    return new CertificateFilter(
        vault, Optional.empty(), Optional.empty(), false, Optional.empty());
  }
}
