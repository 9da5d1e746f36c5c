package io.perennial.pki;

import io.perennial.connector.Identifier;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Brings names into their one canonical form, and reads those of a certificate. */
public final class Identifiers {

  private static final int MAX_SHOWN = 80;
  private static final int MAX_TYPED = 1_000;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final Pattern WITH_PORT = Pattern.compile("[^:]+:[0-9]+");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private Identifiers() {}

  /**
   * Parses what a person typed: a DNS name in any case and script, a wildcard, or an address.
   *
   * @throws Refusal that says what is wrong with it
   */
  public static Identifier parse(String text) {
    String typed = text.strip();
    if (typed.isEmpty()) {
      throw Refusal.invalid("Enter a domain name, such as www.example.com.");
    }
    if (typed.length() > MAX_TYPED) {
      throw Refusal.invalid(
          "'%s' has %d characters; a domain name has at most 253."
              .formatted(shown(typed), typed.length()));
    }
    if (typed.contains("/")) {
      throw Refusal.invalid(
          "'%s' is an address of a page. Enter the name alone, such as www.example.com."
              .formatted(shown(typed)));
    }
    if (WITH_PORT.matcher(typed).matches()) {
      throw Refusal.invalid(
          "'%s' has a port. Enter the name alone, such as www.example.com."
              .formatted(shown(typed)));
    }
    if (IPV4.matcher(typed).matches() || typed.contains(":")) {
      return address(typed);
    }
    boolean wildcard = typed.startsWith("*.");
    String name = DomainName.parse(wildcard ? typed.substring(2) : typed, typed);
    return new Identifier.Dns(wildcard ? "*." + name : name);
  }

  private static String shown(String typed) {
    return Visible.of(typed, MAX_SHOWN);
  }

  private static Identifier address(String typed) {
    try {
      return new Identifier.Ip(canonical(InetAddress.ofLiteral(typed)));
    } catch (IllegalArgumentException notALiteral) {
      throw Refusal.invalid("'%s' is not an IP address.".formatted(shown(typed)));
    }
  }

  /** RFC 5952 for IPv6, dotted decimal for IPv4. */
  private static String canonical(InetAddress address) {
    return address instanceof Inet6Address six
        ? Ipv6Text.of(six.getAddress())
        : address.getHostAddress();
  }

  /** A list as typed: separated by commas or white space, without duplicates, in that order. */
  public static List<Identifier> parseAll(String text) {
    List<Identifier> all =
        java.util.Arrays.stream(text.strip().split("[\\s,;]+"))
            .filter(part -> !part.isEmpty())
            .map(Identifiers::parse)
            .distinct()
            .toList();
    if (all.isEmpty()) {
      throw Refusal.invalid("Enter at least one domain name, such as www.example.com.");
    }
    return all;
  }

  /** The DNS names and addresses in a certificate's subject alternative name. */
  public static Set<Identifier> of(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null) {
      return Set.of();
    }
    Set<Identifier> found = new java.util.LinkedHashSet<>();
    for (List<?> name : names) {
      int kind = (Integer) name.get(0);
      switch (kind) {
        case DNS_NAME ->
            found.add(new Identifier.Dns(((String) name.get(1)).toLowerCase(Locale.ROOT)));
        case IP_ADDRESS -> found.add(address((String) name.get(1)));
        default -> throw new CertificateParsingException("a name of kind " + kind);
      }
    }
    return found;
  }

  /** One text for a set of names, the same whatever their order. */
  public static String key(Collection<Identifier> identifiers) {
    return identifiers.stream()
        .map(Identifier::value)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(","));
  }

  /** A short fixed-length stand-in for {@link #key}. */
  public static String hash(Collection<Identifier> identifiers) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(key(identifiers).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a certificate for these names is good for this host (RFC 9525, section 6.3). */
  public static boolean cover(Collection<Identifier> identifiers, Identifier host) {
    return identifiers.contains(host)
        || (host instanceof Identifier.Dns(String name)
            && name.contains(".")
            && identifiers.contains(new Identifier.Dns("*" + name.substring(name.indexOf('.')))));
  }
}
