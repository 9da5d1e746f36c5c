package io.perennial.kernel;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** A range of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} (RFC 4632). */
public record NetworkRange(InetAddress network, int prefix) {

  /**
   * Not public, yet unknown to {@link InetAddress} (RFC 6890 and IANA's special-purpose
   * registries): shared, benchmark, documentation, reserved, ULA, and all that carries an IPv4
   * address inside an IPv6 one.
   */
  static final List<NetworkRange> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "100.64.0.0/10",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "240.0.0.0/4",
              "::/96",
              "::ffff:0:0:0/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fec0::/10")
          .map(NetworkRange::parse)
          .toList();

  public static NetworkRange parse(String text) {
    try {
      String[] parts = text.strip().split("/", -1);
      InetAddress network = InetAddress.ofLiteral(parts[0]);
      int bits = network.getAddress().length * 8;
      int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
      if (parts.length > 2 || prefix < 0 || prefix > bits) {
        throw new IllegalArgumentException(text);
      }
      return new NetworkRange(network, prefix);
    } catch (IllegalArgumentException notARange) {
      throw Refusal.invalid(
          "'%s' is not a range of addresses. Write it as 10.0.0.0/8 or fd00::/8.".formatted(text));
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int shift = mine.length * 8 - prefix;
    return new BigInteger(1, mine)
        .shiftRight(shift)
        .equals(new BigInteger(1, other).shiftRight(shift));
  }
}
