package io.perennial.connector.acme;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is remembered of an order between two steps.
 *
 * @param account that ordered; kept here too, since the issuer's account may be replaced meanwhile
 * @param polls how often the CA was asked in this phase without news
 * @param finalizations how often the signing request was sent
 */
record StoredOrder(
    Phase phase, URI account, URI order, List<Proof> proofs, int polls, int finalizations) {

  StoredOrder {
    proofs = List.copyOf(proofs);
  }

  StoredOrder in(Phase next) {
    return new StoredOrder(next, account, order, proofs, 0, finalizations);
  }

  StoredOrder polledAgain() {
    return new StoredOrder(phase, account, order, proofs, polls + 1, finalizations);
  }

  StoredOrder finalizedAgain() {
    return new StoredOrder(phase, account, order, proofs, polls, finalizations + 1);
  }

  StoredOrder with(Proof changed) {
    List<Proof> updated = new ArrayList<>(proofs);
    updated.replaceAll(
        proof -> proof.authorization().equals(changed.authorization()) ? changed : proof);
    return new StoredOrder(phase, account, order, updated, polls, finalizations);
  }

  boolean any(Proof.Stage stage) {
    return proofs.stream().anyMatch(at(stage));
  }

  boolean all(Proof.Stage stage) {
    return proofs.stream().allMatch(at(stage));
  }

  /** The first few proofs at a stage: what one step deals with. */
  List<Proof> first(int count, Proof.Stage stage) {
    return proofs.stream().filter(at(stage)).limit(count).toList();
  }

  private static Predicate<Proof> at(Proof.Stage stage) {
    return proof -> proof.stage() == stage;
  }
}
