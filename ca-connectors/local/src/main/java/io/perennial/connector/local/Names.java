package io.perennial.connector.local;

import io.perennial.connector.Identifier;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Identifiers as they are written into a certificate. */
final class Names {

  private static final int MAX_DNS = 253;
  private static final Pattern DNS =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** Without the brackets and zones that the JDK also reads. */
  private static final Pattern V6 = Pattern.compile("[0-9a-f:.]+");

  private Names() {}

  /** Why an identifier cannot be written, in words. */
  static Optional<String> objection(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Dns(String name)
          when name.length() > MAX_DNS || !DNS.matcher(name).matches() ->
          Optional.of("'" + name + "' is not a DNS name; enter letters, digits, hyphens and dots.");
      case Identifier.Ip(String address) when address(address).isEmpty() ->
          Optional.of("'" + address + "' is not an IP address; enter it in full, without a zone.");
      case Identifier.Dns _, Identifier.Ip _ -> Optional.empty();
    };
  }

  /** RFC 5280, section 4.2.1.6. */
  static GeneralNames encoded(List<Identifier> identifiers) {
    return new GeneralNames(identifiers.stream().map(Names::encoded).toArray(GeneralName[]::new));
  }

  private static GeneralName encoded(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Dns(String name) -> new GeneralName(GeneralName.dNSName, name);
      case Identifier.Ip(String address) ->
          new GeneralName(
              GeneralName.iPAddress,
              new DEROctetString(address(address).orElseThrow().getAddress()));
    };
  }

  /**
   * Parses without asking the DNS. Refuses what the JDK would read as another address than it
   * seems: IPv4 in fewer than four parts, and IPv6 that it turns into IPv4.
   */
  private static Optional<InetAddress> address(String text) {
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
    boolean faithful =
        switch (parsed) {
          case Inet4Address v4 -> v4.getHostAddress().equals(text);
          case Inet6Address _ -> V6.matcher(text).matches();
          default -> false;
        };
    return faithful ? Optional.of(parsed) : Optional.empty();
  }
}
