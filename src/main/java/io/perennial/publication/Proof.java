package io.perennial.publication;

import io.perennial.pki.Fingerprint;
import org.jspecify.annotations.Nullable;

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
   * 4.4.3). Nothing else is known of it: whoever has a key can make it a certificate that says
   * anything, so that it is equal to another by all of its bytes and tells no more of itself.
   */
  final class ClientCertificate implements Proof {

    private final byte[] der;
    private final Fingerprint fingerprint;

    public ClientCertificate(byte[] der) {
      this.der = der.clone();
      this.fingerprint = Fingerprint.of(this.der);
    }

    public Fingerprint fingerprint() {
      return fingerprint;
    }

    /** For whoever checks its signature. */
    public byte[] der() {
      return der.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ClientCertificate shown && fingerprint.equals(shown.fingerprint);
    }

    @Override
    public int hashCode() {
      return fingerprint.hashCode();
    }

    @Override
    public String toString() {
      return "ClientCertificate " + fingerprint.abbreviated();
    }
  }
}
