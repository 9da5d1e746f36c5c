package io.perennial.kernel;

import java.util.regex.Pattern;

/**
 * The name of a vault's object, as Key Vault allows it: 1 to 127 letters, digits and hyphens.
 * Compared without regard to case, therefore kept in lower case.
 */
public record ObjectName(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-z-]{1,127}");

  public ObjectName {
    value = value.strip().toLowerCase(java.util.Locale.ROOT);
    if (!FORM.matcher(value).matches()) {
      throw Refusal.invalid("A name is 1 to 127 letters, digits and hyphens.");
    }
  }

  /** A name made of free text, such as a host name. */
  public static ObjectName from(String text) {
    String name =
        text.toLowerCase(java.util.Locale.ROOT)
            .replace("*", "wildcard")
            .replaceAll("[^0-9a-z]+", "-")
            .replaceAll("^-|-$", "");
    return new ObjectName(name.length() > 127 ? name.substring(0, 127) : name);
  }
}
