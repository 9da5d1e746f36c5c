package io.perennial.protection;

import io.perennial.connector.KeyType;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what was typed, or says what is wrong with it. */
final class Wishes {

  private static final Pattern ACTION = Pattern.compile("([0-9]{1,4})\\s*(%|d)");
  private static final Pattern PROFILE = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private Wishes() {}

  static CertificatePolicy policy(Wish wish) {
    return new CertificatePolicy(
        Identifiers.parseAll(wish.domains()),
        keyType(wish.keyType()),
        validity(wish.validity()),
        profile(wish.profile()),
        lifetimeAction(wish.lifetimeAction()));
  }

  private static KeyType keyType(String text) {
    return text.isBlank()
        ? KeyType.P_256
        : Arrays.stream(KeyType.values())
            .filter(type -> type.name().equalsIgnoreCase(text.strip().replace('-', '_')))
            .findFirst()
            .orElseThrow(() ->
                Refusal.invalid(
                    "The key type is one of %s.".formatted(Arrays.toString(KeyType.values()))));
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
    return Refusal.invalid("The validity is a duration such as P47D or PT12H.");
  }

  private static Optional<String> profile(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (!PROFILE.matcher(text.strip()).matches()) {
      throw Refusal.invalid("A profile's name has letters, digits, dots and hyphens.");
    }
    return Optional.of(text.strip());
  }

  private static LifetimeAction lifetimeAction(String text) {
    if (text.isBlank()) {
      return CertificatePolicy.TWO_THIRDS;
    }
    Matcher form = ACTION.matcher(text.strip());
    if (!form.matches()) {
      throw Refusal.invalid("Renew at a share of the life, such as 66%, or days before, as 30d.");
    }
    int count = Integer.parseInt(form.group(1));
    return form.group(2).equals("%")
        ? new LifetimeAction.Percentage(count)
        : new LifetimeAction.DaysBeforeExpiry(count);
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
