package io.perennial.connector.local;

import io.perennial.connector.Identifier;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.X509Properties;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/** Identifiers as they are written into a certificate. */
final class Names {

  private static final int MAX_DNS = 253;
  private static final Pattern DNS =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /** Without the brackets and zones that the JDK also reads. */
  private static final Pattern V6 = Pattern.compile("[0-9a-f:.]+");

  private static final Pattern IA5 = Pattern.compile("[!-~]{1,1000}");
  private static final Pattern VISIBLE = Pattern.compile("[^\\p{C}\\s]{1,1000}");
  private static final ASN1ObjectIdentifier USER_PRINCIPAL =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

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

  /** Why other alternative names cannot be written, in words. */
  static Optional<String> objection(X509Properties properties) {
    return Stream.concat(properties.emails().stream(), properties.uris().stream())
        .filter(name -> !IA5.matcher(name).matches())
        .findFirst()
        .or(() ->
            properties.upns().stream().filter(name -> !VISIBLE.matcher(name).matches()).findFirst())
        .map(name ->
            "'%s' cannot be an alternative name; enter visible characters, without spaces."
                .formatted(name));
  }

  /** RFC 5280, section 4.2.1.6. */
  static GeneralNames encoded(RequestedCertificate requested) {
    X509Properties properties = requested.properties();
    List<GeneralName> names = new ArrayList<>();
    requested.identifiers().forEach(identifier -> names.add(encoded(identifier)));
    properties.emails().forEach(name -> names.add(new GeneralName(GeneralName.rfc822Name, name)));
    properties.upns().forEach(name -> names.add(userPrincipal(name)));
    properties
        .uris()
        .forEach(name -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, name)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static GeneralName userPrincipal(String name) {
    return new GeneralName(
        GeneralName.otherName, new OtherName(USER_PRINCIPAL, new DERUTF8String(name)));
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
