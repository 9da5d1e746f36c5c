package io.perennial.issuer;

import io.perennial.connector.CrlSource.Crl;
import io.perennial.kernel.IssuerId;
import java.util.Optional;

/** The lists of those CAs that are Perennial itself, for whoever wants to check a certificate. */
public interface Crls {

  /**
   * The full list of one of a CA's keys, remembered for some seconds.
   *
   * @param series from 1 on
   * @throws io.perennial.kernel.Refusal conflict when it cannot be signed now
   */
  Optional<Crl> find(IssuerId issuer, int series);

  /** Forgets the lists of a CA that has revoked something. */
  void changed(IssuerId issuer);
}
