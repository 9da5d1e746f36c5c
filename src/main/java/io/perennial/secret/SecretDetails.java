package io.perennial.secret;

import io.perennial.kernel.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a version besides its value. The limits are Key Vault's.
 *
 * @param notBefore for its readers' information, as {@code expires}: both are told and neither
 *     hinders
 */
public record SecretDetails(
    Optional<String> contentType,
    boolean enabled,
    Optional<Instant> notBefore,
    Optional<Instant> expires,
    Map<String, String> tags) {

  private static final int LONGEST_TYPE = 255;
  private static final int MOST_TAGS = 15;
  private static final int LONGEST_TAG = 256;

  /** The last second that is written with a year of four digits. */
  private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  public SecretDetails {
    tags = Map.copyOf(tags);
    contentType.ifPresent(type -> check("contentType", type, LONGEST_TYPE));
    if (tags.size() > MOST_TAGS) {
      throw Refusal.invalid("A secret has at most %d tags.".formatted(MOST_TAGS));
    }
    tags.forEach((name, value) -> {
      check("The name of a tag", name, LONGEST_TAG);
      check("The value of a tag", value, LONGEST_TAG);
    });
    check("nbf", notBefore);
    check("exp", expires);
  }

  /** What nothing was said of. */
  public static SecretDetails usual() {
    return new SecretDetails(Optional.empty(), true, Optional.empty(), Optional.empty(), Map.of());
  }

  private static void check(String what, String text, int longest) {
    if (text.length() > longest || UNSEEN.matcher(text).find()) {
      throw Refusal.invalid(
          "%s is at most %d characters, none of them a control character."
              .formatted(what, longest));
    }
  }

  private static void check(String what, Optional<Instant> time) {
    if (time.filter(at -> at.isBefore(Instant.EPOCH) || at.isAfter(END)).isPresent()) {
      throw Refusal.invalid("%s is in seconds since 1970, up to the year 9999.".formatted(what));
    }
  }

  /**
   * A change to some of it; what is empty stays.
   *
   * @param tags all of them
   */
  public record Change(
      Optional<String> contentType,
      Optional<Boolean> enabled,
      Optional<Instant> notBefore,
      Optional<Instant> expires,
      Optional<Map<String, String>> tags) {

    public SecretDetails to(SecretDetails before) {
      return new SecretDetails(
          contentType.or(before::contentType),
          enabled.orElse(before.enabled()),
          notBefore.or(before::notBefore),
          expires.or(before::expires),
          tags.orElse(before.tags()));
    }
  }
}
