package io.perennial.key.internal;

import io.perennial.connector.KeyType;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.Id;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.KeyTaken;
import io.perennial.key.internal.KeyRepository.StoredKey;
import io.perennial.pki.KeyPairs;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps a few RSA keys ready, each sealed under its own row, and makes others in their place, one
 * at a time and with the least priority. Servers that share a database share the spare keys; which
 * of them uses one is decided by who deletes its row.
 */
@Component
@EnableConfigurationProperties(SpareKeyProperties.class)
class SpareKeys implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SpareKeys.class);

  /** A start has better things to do. */
  private static final Duration AFTER_THE_START = Duration.ofSeconds(20);

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  /** Longer than anybody takes from having a key to storing it. */
  private static final Duration RESERVED = Duration.ofMinutes(1);

  /** More than are ever on their way into an order at once. */
  private static final int CANDIDATES = 64;

  private final SpareKeyRepository repository;
  private final Envelope envelope;
  private final SpareKeyProperties properties;
  private final Clock clock;
  private final RandomGenerator random;

  /** Handed out here and not stored yet; that another server took none of them shows later. */
  private final Map<String, Instant> reserved = new ConcurrentHashMap<>();

  private final Semaphore wanted = new Semaphore(0);
  private volatile Optional<Thread> maker = Optional.empty();

  SpareKeys(
      SpareKeyRepository repository,
      Envelope envelope,
      SpareKeyProperties properties,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.envelope = envelope;
    this.properties = properties;
    this.clock = clock;
    this.random = random;
  }

  /** A key pair to be stored by {@link #taken}, or empty when none is ready. */
  Optional<Spare> offer(KeyType type) {
    if (properties.wanted().getOrDefault(type, 0) == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    reserved.values().removeIf(since -> since.plus(RESERVED).isBefore(now));
    return repository.oldest(type, CANDIDATES).stream()
        .filter(key -> reserved.putIfAbsent(key.id(), now) == null)
        .findFirst()
        .map(this::open);
  }

  private Spare open(StoredKey key) {
    try (SecretBytes pkcs8 = envelope.open(key.sealed(), context(key.id()))) {
      return new Spare(
          key.id(),
          new KeyPair(
              KeyPairs.publicKey(key.type(), key.publicKey()),
              KeyPairs.privateKey(key.type(), pkcs8.reveal())));
    }
  }

  private static SealContext context(String id) {
    return new SealContext("spare-key", id);
  }

  /**
   * Uses a spare key up, with the running transaction.
   *
   * @throws KeyTaken when another transaction has done so
   */
  void taken(String id) {
    if (!repository.take(id)) {
      throw new KeyTaken(id);
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wanted.release();
          }
        });
  }

  Map<KeyType, Integer> counts() {
    Map<KeyType, Integer> counts = repository.counts();
    properties.wanted().keySet().forEach(type -> counts.putIfAbsent(type, 0));
    return counts;
  }

  /** Makes what is lacking. */
  void fill() {
    Map<KeyType, Integer> counts = counts();
    properties
        .wanted()
        .forEach((type, most) -> {
          for (int made = counts.getOrDefault(type, 0); made < most; made++) {
            if (Thread.currentThread().isInterrupted()) {
              return;
            }
            make(type);
          }
        });
  }

  private void make(KeyType type) {
    KeyPair pair = KeyPairs.generate(type);
    String id = Id.random(random);
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    try {
      repository.insert(
          new StoredKey(id, type, pair.getPublic().getEncoded(), envelope.seal(pkcs8, context(id))),
          clock.instant());
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private void work() {
    try {
      var _ = wanted.tryAcquire(AFTER_THE_START.toSeconds(), TimeUnit.SECONDS);
      while (!Thread.currentThread().isInterrupted()) {
        wanted.drainPermits();
        keepFilled();
        var _ = wanted.tryAcquire(BETWEEN_LOOKS.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepFilled() {
    try {
      fill();
    } catch (RuntimeException failure) {
      log.warn("Spare keys cannot be made now; keys are made when they are wanted", failure);
    }
  }

  /** Where the system heeds priorities; everywhere it is one thread at most. */
  @Override
  @SuppressWarnings("ThreadPriorityCheck")
  public void start() {
    maker =
        Optional.of(
            Thread.ofPlatform()
                .daemon()
                .name("spare-keys")
                .priority(Thread.MIN_PRIORITY)
                .start(this::work));
  }

  @Override
  public void stop() {
    maker.ifPresent(Thread::interrupt);
    maker = Optional.empty();
  }

  @Override
  public boolean isRunning() {
    return maker.isPresent();
  }

  /** A key pair that was ready, by the id of its row. */
  record Spare(String id, KeyPair pair) {

    @Override
    public String toString() {
      return "Spare[" + id + "]";
    }
  }
}
