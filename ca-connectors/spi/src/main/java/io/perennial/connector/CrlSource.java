package io.perennial.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * Facet of a {@link Connector} that is the CA itself, so that the core publishes what it revoked.
 */
public interface CrlSource {

  /**
   * The full list of one of the CA's keys, fresh: signed at most a day ago and after the last
   * revocation. Makes no CA and no key; offline.
   *
   * @param series from 1 on, as in {@link ConnectorContext#crlAddress}
   * @return empty when the CA has no such key yet
   */
  Optional<Crl> crl(int series) throws ConnectorException;

  /**
   * A certificate revocation list (RFC 5280, section 5).
   *
   * @param number grows with each list of the same series
   * @param der the whole signed list
   * @param thisUpdate when it was made
   * @param nextUpdate when the next one is there at the latest
   */
  record Crl(long number, byte[] der, Instant thisUpdate, Instant nextUpdate) {

    public Crl {
      der = der.clone();
    }

    @Override
    public byte[] der() {
      return der.clone();
    }

    @Override
    public String toString() {
      return "Crl[" + number + ", " + thisUpdate + "]";
    }
  }
}
