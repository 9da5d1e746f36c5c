package io.perennial.idempotency.internal;

import io.perennial.access.Principal;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.idempotency.Creations;
import io.perennial.idempotency.internal.CreationRepository.Kept;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The key's row is written first: whoever comes second waits at it for the first one's commit, and
 * then finds the answer. It waits with a transaction open, but the first one's is short.
 */
@Service
class KeptCreations implements Creations {

  private static final int ATTEMPTS = 3;

  private final CreationRepository repository;
  private final Envelope envelope;
  private final TransactionTemplate transaction;
  private final Clock clock;

  KeptCreations(
      CreationRepository repository,
      Envelope envelope,
      TransactionTemplate transaction,
      Clock clock) {
    this.repository = repository;
    this.envelope = envelope;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public byte[] once(Principal actor, String key, byte[] digest, Supplier<byte[]> creation) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Kept> kept = repository.find(actor.id(), key, clock.instant());
      if (kept.isPresent()) {
        return replay(actor, key, digest, kept.get());
      }
      Optional<byte[]> created = attempt(actor, key, digest, creation);
      if (created.isPresent()) {
        return created.get();
      }
    }
    throw Refusal.conflict(
        "The same request is being worked on. Ask again with the same key in a moment.");
  }

  /**
   * @return empty when another transaction had the key, and has ended: the next look finds its
   *     answer, or nothing if it was refused
   */
  private Optional<byte[]> attempt(
      Principal actor, String key, byte[] digest, Supplier<byte[]> creation) {
    try {
      return Optional.of(
          Objects.requireNonNull(
              transaction.execute(status -> create(actor, key, digest, creation))));
    } catch (Taken otherWasFirst) {
      return Optional.empty();
    }
  }

  private byte[] create(Principal actor, String key, byte[] digest, Supplier<byte[]> creation) {
    Instant now = clock.instant();
    try {
      repository.forget(actor.id(), key, now);
      repository.claim(actor.id(), key, digest, now.plus(KEPT));
    } catch (DuplicateKeyException | ConcurrencyFailureException otherWasFirst) {
      throw new Taken(otherWasFirst);
    }
    byte[] answer = creation.get();
    repository.answer(actor.id(), key, envelope.seal(answer, context(actor, key)));
    return answer;
  }

  private byte[] replay(Principal actor, String key, byte[] digest, Kept kept) {
    if (!MessageDigest.isEqual(digest, kept.digest())) {
      throw Refusal.misused(
          "This Idempotency-Key was used for another request. Make a new one for each creation.");
    }
    try (SecretBytes opened = envelope.open(kept.answer(), context(actor, key))) {
      return opened.reveal().clone();
    }
  }

  private static SealContext context(Principal actor, String key) {
    return new SealContext("creation", actor.id().value() + "/" + key);
  }

  /** Another transaction holds the key. */
  private static final class Taken extends RuntimeException {

    private Taken(RuntimeException cause) {
      super(cause);
    }
  }
}
