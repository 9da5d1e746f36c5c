package io.perennial.publication;

import java.time.Instant;

/**
 * What a server shows now to say who it is; never the thing itself.
 *
 * @param since when it was made; a token that is older was not rotated since
 * @param until it counts
 * @param renewableUntil it is good for getting the next one, which for a certificate is longer
 */
public record StandingProof(Kind kind, Instant since, Instant until, Instant renewableUntil) {

  /** Of which kind it is. */
  public enum Kind {
    /** For a key that never left the server; its agent renews it. */
    CLIENT_CERTIFICATE,
    /** Whoever has it is the server. */
    TOKEN
  }
}
