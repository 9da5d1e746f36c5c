package io.perennial.publication;

import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Refusal;
import java.util.Locale;
import java.util.Optional;

/**
 * Which bindings a list holds; what is empty is not asked for.
 *
 * @param text part of the address or of a host name, in any case
 */
public record BindingFilter(
    Optional<String> text, Optional<CertificateId> certificate, Optional<ConsumerId> consumer) {

  private static final int MOST_TEXT = 255;

  public BindingFilter {
    if (text.filter(typed -> typed.length() > MOST_TEXT).isPresent()) {
      throw Refusal.invalid("Search for at most %d characters.".formatted(MOST_TEXT));
    }
    text = text.map(typed -> typed.strip().toLowerCase(Locale.ROOT));
    text = text.filter(typed -> !typed.isEmpty());
  }

  /** All. */
  public static BindingFilter all() {
    return new BindingFilter(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
