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
 * @param misses how often in a row the CA did not know the order
 */
record StoredOrder(
    Phase phase,
    URI account,
    URI order,
    List<Proof> proofs,
    int polls,
    int finalizations,
    int misses) {

  StoredOrder {
    proofs = List.copyOf(proofs);
  }

  static StoredOrder ordered(URI account, URI order, List<URI> authorizations) {
    List<Proof> proofs = authorizations.stream().map(Proof::unread).toList();
    return new StoredOrder(Phase.ORDERED, account, order, proofs, 0, 0, 0);
  }

  StoredOrder in(Phase next) {
    return new StoredOrder(next, account, order, proofs, 0, finalizations, 0);
  }

  StoredOrder polledAgain() {
    return new StoredOrder(phase, account, order, proofs, polls + 1, finalizations, 0);
  }

  StoredOrder finalizedAgain() {
    return new StoredOrder(phase, account, order, proofs, polls, finalizations + 1, 0);
  }

  StoredOrder missed() {
    return new StoredOrder(phase, account, order, proofs, polls, finalizations, misses + 1);
  }

  StoredOrder with(Proof changed) {
    List<Proof> updated = new ArrayList<>(proofs);
    updated.replaceAll(
        proof -> proof.authorization().equals(changed.authorization()) ? changed : proof);
    return new StoredOrder(phase, account, order, updated, polls, finalizations, 0);
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

  /** The first few proofs that may still hold something open. */
  List<Proof> unsettled(int count) {
    return proofs.stream().filter(proof -> !proof.settled()).limit(count).toList();
  }

  private static Predicate<Proof> at(Proof.Stage stage) {
    return proof -> proof.stage() == stage;
  }
}
