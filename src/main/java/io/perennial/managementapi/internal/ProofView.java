package io.perennial.managementapi.internal;

import io.perennial.publication.StandingProof;
import java.time.Instant;

/** By what a server shows who it is. */
record ProofView(String kind, Instant since, Instant until, Instant renewableUntil) {

  static ProofView of(StandingProof proof) {
    return new ProofView(proof.kind().name(), proof.since(), proof.until(), proof.renewableUntil());
  }
}
