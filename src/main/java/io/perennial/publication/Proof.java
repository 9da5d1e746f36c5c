package io.perennial.publication;

import io.perennial.pki.Fingerprint;

/** By what a server shows who it is. */
public sealed interface Proof {

  /** A bearer credential (RFC 6750); whoever has it is the server. */
  record Token(String value) implements Proof {

    @Override
    public String toString() {
      return "Token";
    }
  }

  /**
   * A client certificate whose private key the connection was opened with (RFC 8446, section
   * 4.4.3).
   *
   * @param fingerprint of all of its bytes, so that no other certificate is taken for it
   */
  record ClientCertificate(Fingerprint fingerprint) implements Proof {}
}
