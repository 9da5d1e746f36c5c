package io.perennial.connector.acme.transport;

/** Makes a remote party's text fit for a log and a screen. */
final class PlainText {

  private static final int MAX_CHARACTERS = 1_000;

  private PlainText() {}

  /**
   * One line without control and format characters: those can move a terminal's cursor or turn the
   * direction of the text around them.
   */
  static String of(String remote) {
    StringBuilder plain = new StringBuilder();
    remote
        .codePoints()
        .limit(MAX_CHARACTERS)
        .map(each -> Character.isWhitespace(each) ? ' ' : each)
        .filter(PlainText::printable)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip();
  }

  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
