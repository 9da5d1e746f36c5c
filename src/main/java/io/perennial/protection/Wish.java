package io.perennial.protection;

import java.util.List;

/**
 * What somebody typed; everything optional may be blank.
 *
 * @param domains names, parted by white space or commas
 * @param name of the certificate; blank: made of the first domain
 * @param issuer by name; blank: the only one that is not built in, if there is one
 * @param keyType such as {@code P_256}; blank: that
 * @param validity ISO 8601, such as {@code P47D}; blank: the issuer's own
 * @param profile the CA's name for a kind of certificate; blank: none
 * @param lifetimeAction {@code 66%} or {@code 30d}; blank: at 66 % of the life
 * @param servers that shall serve it
 */
public record Wish(
    String domains,
    String name,
    String issuer,
    String keyType,
    String validity,
    String profile,
    String lifetimeAction,
    List<ServerWish> servers) {

  public Wish {
    servers = List.copyOf(servers);
  }

  /**
   * One server.
   *
   * @param server the enrolled server's name
   * @param address where to look from outside; blank: the first domain
   * @param port of its TLS listener; blank: 443
   */
  public record ServerWish(String server, String address, String port) {}
}
