package io.perennial.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses Perennial itself may connect to. Public ones always; loopback, private,
 * link-local and other special ones only where an operator allowed their range.
 */
public final class AddressRules {

  private final String property;
  private final List<NetworkRange> allowed;

  /**
   * @param property by which an operator allows more, as a refusal says
   * @param allowed the ranges that it holds
   */
  public AddressRules(String property, List<NetworkRange> allowed) {
    this.property = property;
    this.allowed = List.copyOf(allowed);
  }

  /**
   * Resolves a host and checks every address, because a client may connect to any of them. The JVM
   * keeps the answer for some seconds, so the connection that follows goes where this looked.
   *
   * @throws ForbiddenAddress when one is not allowed
   * @throws UnknownHostException when the name does not resolve
   */
  public List<InetAddress> resolve(String host) throws UnknownHostException, ForbiddenAddress {
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
    for (InetAddress address : addresses) {
      if (!permits(address)) {
        throw new ForbiddenAddress(host, address, property);
      }
    }
    return addresses;
  }

  boolean permits(InetAddress address) {
    return allowed.stream().anyMatch(range -> range.contains(address)) || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return NetworkRange.SPECIAL.stream().noneMatch(range -> range.contains(address));
  }

  /** The host has an address that nobody allowed. */
  public static final class ForbiddenAddress extends java.io.IOException {

    ForbiddenAddress(String host, InetAddress address, String property) {
      super(
          "%s is %s, which is not a public address. If that is right, allow it with %s."
              .formatted(host, address.getHostAddress(), property));
    }
  }
}
