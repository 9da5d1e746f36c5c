package io.perennial.protection;

import static java.util.stream.Collectors.joining;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what was typed, or says what is wrong with it. */
final class Wishes {

  private static final Pattern ACTION = Pattern.compile("([0-9]{1,4})\\s*(%|d)");
  private static final Pattern PROFILE = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private static final int MAX_SHOWN = 80;

  private Wishes() {}

  static CertificatePolicy policy(Wish wish) {
    List<Identifier> domains = at("domains", () -> Identifiers.parseAll(wish.domains()));
    KeyType keyType = at("key-type", () -> keyType(wish.keyType()));
    Optional<Duration> validity = at("validity", () -> validity(wish.validity()));
    Optional<String> profile = at("profile", () -> profile(wish.profile()));
    LifetimeAction action = at("lifetime-action", () -> lifetimeAction(wish.lifetimeAction()));
    return at("domains", () -> new CertificatePolicy(domains, keyType, validity, profile, action));
  }

  /**
   * Says of a refusal where it belongs.
   *
   * @param field as the form calls it
   */
  static <T> T at(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Refusal refusal) {
      throw switch (refusal.kind()) {
        case INVALID, NOT_FOUND, CONFLICT -> refusal.at(field);
        case UNAUTHENTICATED, FORBIDDEN, STALE, MISUSED -> refusal;
      };
    }
  }

  private static KeyType keyType(String text) {
    return text.isBlank()
        ? KeyType.P_256
        : Arrays.stream(KeyType.values())
            .filter(type -> type.name().equalsIgnoreCase(text.strip().replace('-', '_')))
            .findFirst()
            .orElseThrow(() ->
                Refusal.invalid(
                    "There is no key type '%s'; choose one of %s."
                        .formatted(
                            shown(text),
                            Arrays.stream(KeyType.values())
                                .map(KeyType::name)
                                .collect(joining(", ")))));
  }

  private static Optional<Duration> validity(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      Duration validity = Duration.parse(text.strip());
      if (validity.isPositive()) {
        return Optional.of(validity);
      }
    } catch (DateTimeParseException notADuration) {
      throw badValidity();
    }
    throw badValidity();
  }

  private static Refusal badValidity() {
    return Refusal.invalid(
        "Enter the validity as a duration, such as P47D or PT12H; leave it empty for the issuer's own.");
  }

  private static Optional<String> profile(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (!PROFILE.matcher(text.strip()).matches()) {
      throw Refusal.invalid(
          "A profile's name has up to 64 letters, digits, dots, hyphens and underscores; leave it empty for the issuer's usual one.");
    }
    return Optional.of(text.strip());
  }

  private static LifetimeAction lifetimeAction(String text) {
    if (text.isBlank()) {
      return CertificatePolicy.TWO_THIRDS;
    }
    Matcher form = ACTION.matcher(text.strip());
    if (!form.matches()) {
      throw Refusal.invalid(
          "Renew at a share of the life, such as 66%, or days before expiry, such as 30d.");
    }
    int count = Integer.parseInt(form.group(1));
    return form.group(2).equals("%")
        ? new LifetimeAction.Percentage(count)
        : new LifetimeAction.DaysBeforeExpiry(count);
  }

  /** What was typed, as far as it can be shown. */
  static String shown(String typed) {
    return Visible.of(typed, MAX_SHOWN);
  }

  static int port(String text) {
    if (text.isBlank()) {
      return 443;
    }
    if (!text.strip().matches("[0-9]{1,5}")) {
      throw Refusal.invalid("A port is between 1 and 65535; https usually has 443.");
    }
    return Integer.parseInt(text.strip());
  }
}
