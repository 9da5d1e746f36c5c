package io.perennial.kernel;

import java.util.regex.Pattern;

/**
 * Text of unknown origin, as people may see it: a terminal or browser obeys control and
 * bidirectional characters, and shows invisible ones as nothing.
 */
public final class Visible {

  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}&&[^\\n]]");

  private Visible() {}

  /** With a question mark for each such character; ends of lines stay. */
  public static String of(String text) {
    return UNSEEN.matcher(text).replaceAll("?");
  }

  /** The same in at most so many characters, so that it can stand within a sentence. */
  public static String of(String text, int most) {
    String seen = of(text.strip()).replace('\n', '?');
    return seen.length() > most ? seen.substring(0, most) + "…" : seen;
  }
}
