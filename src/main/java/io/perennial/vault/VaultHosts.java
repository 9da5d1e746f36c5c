package io.perennial.vault;

import java.util.Optional;

/**
 * Vaults by their host names. Each is a host directly below one domain, because the clients that
 * were written for Key Vault compare the host they call with the resource of their token.
 */
public interface VaultHosts {

  /** Whether a host lies below the vaults' domain, whatever vault that may be. */
  boolean covers(String host);

  /**
   * The vault that a host is.
   *
   * @param host without a port, in any case
   */
  Optional<Vault> at(String host);

  /** A vault's host name. */
  String name(Vault vault);

  /** The one name that stands for all of them (RFC 6125, section 6.4.3). */
  String wildcard();

  /**
   * What a token must be for.
   *
   * @param port under which the client called; named unless it is 443
   */
  String resource(int port);
}
