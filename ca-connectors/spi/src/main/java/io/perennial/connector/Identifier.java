package io.perennial.connector;

/**
 * A subject alternative name (RFC 5280, section 4.2.1.6) in canonical form: a lower-case A-label
 * DNS name without trailing dot, perhaps with a leading wildcard label, or an IP address (IPv6 as
 * in RFC 5952).
 */
public sealed interface Identifier {

  String value();

  /** A DNS name. */
  record Dns(String value) implements Identifier {

    /** Whether the left-most label is {@code *} (RFC 9525, section 6.3). */
    public boolean wildcard() {
      return value.startsWith("*.");
    }
  }

  /** An IPv4 or IPv6 address. */
  record Ip(String value) implements Identifier {}
}
