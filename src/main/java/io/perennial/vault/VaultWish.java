package io.perennial.vault;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A vault as somebody typed it; all but the name of a new one may be blank, which is what is usual
 * or what is.
 *
 * @param retentionDays 7 to 90
 * @param purgeProtection {@code true} or {@code false}
 * @param authority {@code adfs} or {@code tenant}
 * @param pfx {@code modern} or {@code compatible}
 */
public record VaultWish(
    String name, String retentionDays, String purgeProtection, String authority, String pfx) {

  /** Key Vault's rule; with it a name is a label of a host name, too. */
  private static final Pattern NAME = Pattern.compile("(?=.{3,24}$)[a-z](?:-?[0-9a-z])*");

  private static final Pattern DAYS = Pattern.compile("[0-9]{1,3}");

  /**
   * The name of a new one.
   *
   * @throws Refusal when it is no name for a vault
   */
  public ObjectName wantedName() {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    if (!NAME.matcher(wanted).matches()) {
      throw Refusal.invalid(
              "A vault's name is 3 to 24 letters, digits and hyphens. It begins with a letter, ends"
                  + " with a letter or a digit, and has no two hyphens in a row.")
          .at("name");
    }
    return new ObjectName(wanted);
  }

  /** What is wanted, as far as it is said, of one that is so far like this. */
  public VaultSettings over(VaultSettings known) {
    return new VaultSettings(
        days().orElse(known.retentionDays()),
        protection().orElse(known.purgeProtection()),
        choice("authority", authority, TokenAuthority.class).orElse(known.authority()),
        choice("PFX form", pfx, PfxForm.class).orElse(known.pfx()));
  }

  private Optional<Integer> days() {
    if (retentionDays.isBlank()) {
      return Optional.empty();
    }
    if (!DAYS.matcher(retentionDays.strip()).matches()) {
      throw Refusal.invalid("Enter for how many days what was deleted is kept, 7 to 90.");
    }
    return Optional.of(Integer.valueOf(retentionDays.strip()));
  }

  private Optional<Boolean> protection() {
    return switch (purgeProtection.strip()) {
      case "" -> Optional.empty();
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw Refusal.invalid("Purge protection is true or false.");
    };
  }

  private static <T extends Enum<T>> Optional<T> choice(String what, String typed, Class<T> type) {
    if (typed.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(type.getEnumConstants())
            .filter(one -> one.name().equalsIgnoreCase(typed.strip()))
            .findFirst()
            .orElseThrow(() ->
                Refusal.invalid(
                    "There is no such %s; choose one of %s."
                        .formatted(
                            what,
                            Arrays.stream(type.getEnumConstants())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))))));
  }
}
