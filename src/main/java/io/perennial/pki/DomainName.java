package io.perennial.pki;

import static java.util.stream.Collectors.joining;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.SpoofChecker;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings a domain name into the form that certificates carry: lower case, A-labels (UTS #46 without
 * the transitional mappings, as browsers do), no dot at its end.
 */
final class DomainName {

  /** Octets (RFC 1035, section 2.3.4, without the length octets that text does not show). */
  private static final int MAX_NAME = 253;

  private static final int MAX_LABEL = 63;
  private static final int MAX_SHOWN = 80;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final String ACE = "xn--";

  private DomainName() {}

  /**
   * @param host without the wildcard that may stand before it
   * @param typed all of it, to be shown
   * @throws Refusal that says what is wrong with it
   */
  static String parse(String host, String typed) {
    host.codePoints()
        .filter(DomainName::unseen)
        .findFirst()
        .ifPresent(unseen -> {
          throw refused(
              typed,
              "holds a character that cannot be seen (U+%04X). Type the name anew instead of pasting it; where the character belongs there, enter the name as %s…."
                  .formatted(unseen, ACE));
        });
    if (host.codePoints().anyMatch(Character::isSpaceChar)) {
      throw refused(typed, "has a space inside. Enter each name by itself.");
    }
    boolean plain = host.chars().allMatch(each -> each < 0x80);
    String lower = plain ? host.toLowerCase(Locale.ROOT) : host;
    String name = plain && !lower.contains(ACE) ? lower : International.toAscii(host, typed);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    requireLabels(typed, name.split("\\.", -1));
    if (name.length() > MAX_NAME) {
      throw refused(
          typed,
          "has %d octets, and the DNS takes %d. Use a shorter name."
              .formatted(name.length(), MAX_NAME));
    }
    return name;
  }

  private static boolean unseen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static void requireLabels(String typed, String[] labels) {
    for (String label : labels) {
      if (label.isEmpty()) {
        throw refused(
            typed,
            "has an empty label: a dot at its beginning, or two in a row. Enter a name such as www.example.com.");
      }
      if (label.length() > MAX_LABEL) {
        throw refused(
            typed,
            "has a label of %d octets, and the DNS takes %d. Shorten what stands between two dots."
                .formatted(label.length(), MAX_LABEL));
      }
      if (!LABEL.matcher(label).matches()) {
        throw notAName(typed);
      }
    }
    if (labels[labels.length - 1].matches("[0-9]+")) {
      throw notAName(typed);
    }
  }

  private static Refusal notAName(String typed) {
    return refused(
        typed,
        "is not a domain name. A name has labels of letters, digits and hyphens, joined by dots,"
            + " such as www.example.com; a wildcard stands first and alone, as in *.example.com.");
  }

  private static Refusal refused(String typed, String why) {
    return Refusal.invalid("'%s' %s".formatted(Visible.of(typed, MAX_SHOWN), why));
  }

  /** Apart, for its tables are large and most names are ASCII. */
  private static final class International {

    private static final IDNA UTS46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.USE_STD3_RULES
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.CHECK_CONTEXTO);

    /** Latin with what Chinese, Japanese and Korean write beside it; else one script a label. */
    private static final SpoofChecker SCRIPTS =
        new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL)
            .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();

    /** Lengths are told in one place; hyphens there are in names of hosts that are in use. */
    private static final Set<IDNA.Error> ELSEWHERE =
        EnumSet.of(
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    private International() {}

    private static String toAscii(String host, String typed) {
      IDNA.Info info = new IDNA.Info();
      String name = UTS46.nameToASCII(host, new StringBuilder(), info).toString();
      Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
      errors.addAll(info.getErrors());
      errors.removeAll(ELSEWHERE);
      if (errors.contains(IDNA.Error.PUNYCODE) || errors.contains(IDNA.Error.INVALID_ACE_LABEL)) {
        throw refused(
            typed,
            "has a label that begins with xn-- and encodes no name (RFC 5891, section 5.4). Enter the name as it is read, or copy it again.");
      }
      if (!errors.isEmpty()) {
        throw notAName(typed);
      }
      lookalike(host)
          .ifPresent(scripts -> {
            throw refused(
                typed,
                "mixes %s letters in one label, as names do that shall be taken for others. Type it anew; if it is what you want, enter %s."
                    .formatted(scripts, name));
          });
      return name;
    }

    /** The scripts of the first mixed label; whoever types an A-label sees what it is. */
    private static Optional<String> lookalike(String host) {
      if (host.toLowerCase(Locale.ROOT).contains(ACE)) {
        return Optional.empty();
      }
      StringBuilder read = UTS46.nameToUnicode(host, new StringBuilder(), new IDNA.Info());
      for (String label : read.toString().split("\\.", -1)) {
        if (SCRIPTS.failsChecks(label)) {
          return Optional.of(
              label
                  .codePoints()
                  .map(UScript::getScript)
                  .filter(script -> script != UScript.COMMON && script != UScript.INHERITED)
                  .distinct()
                  .mapToObj(UScript::getName)
                  .collect(joining(" and ")));
        }
      }
      return Optional.empty();
    }
  }
}
