package io.perennial.connector.acme.transport;

/**
 * Why a CA refused (RFC 8555, section 6.7).
 *
 * @param type the whole URN, or what the CA wrote instead
 * @param detail in the CA's words, one line, without control characters
 */
public record AcmeProblem(String type, String detail) {

  private static final String PREFIX = "urn:ietf:params:acme:error:";

  public AcmeProblem {
    type = PlainText.of(type);
    detail = PlainText.of(detail);
  }

  /** The type without its URN prefix, such as {@code badCSR}. */
  public String name() {
    return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
  }

  public boolean is(String name) {
    return name().equals(name);
  }
}
