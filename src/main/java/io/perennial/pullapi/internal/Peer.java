package io.perennial.pullapi.internal;

import io.perennial.publication.Proof;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Who is at the other end, as far as the connection tells.
 *
 * @param asked whether the port asks for a client certificate
 * @param certificate that was shown, with proof of its key
 */
record Peer(InetAddress address, boolean asked, Optional<Proof> certificate) {

  /** On a port that asks for none. */
  static Peer unasked(InetAddress address) {
    return new Peer(address, false, Optional.empty());
  }
}
