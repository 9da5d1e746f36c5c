package io.perennial.publication.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Admitted;
import io.perennial.publication.Proof;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Whose proof was found good a moment ago: a token by a hash of it under a key of this process, a
 * certificate by its fingerprint, which is no secret. For ten seconds, which is how precisely it is
 * kept when a consumer was last seen; for less when the proof expires or anything is recorded about
 * the consumer.
 */
@Component
class Admissions {

  private static final Duration MEMORY = EnrolledConsumers.SEEN_PRECISION;
  private static final int MOST = 100_000;
  private static final int KEY_BYTES = 32;

  private final Cache<Object, Admission> known = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Consumers consumers;
  private final Standings standings;
  private final Clock clock;
  private final ThreadLocal<Mac> macs;

  Admissions(Consumers consumers, Standings standings, Clock clock, RandomGenerator random) {
    this.consumers = consumers;
    this.standings = standings;
    this.clock = clock;
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    SecretKeySpec secret = new SecretKeySpec(key, "HmacSHA256");
    this.macs = ThreadLocal.withInitial(() -> mac(secret));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", failure);
    }
  }

  /** From memory alone. */
  Optional<Admission> recall(Proof proof) {
    return Optional.ofNullable(known.getIfPresent(key(proof)))
        .filter(admission ->
            !admission.standing().over() && clock.instant().isBefore(admission.until()));
  }

  /**
   * By asking who it is.
   *
   * @throws io.perennial.kernel.Refusal when it is nobody's
   */
  Admission admit(Proof proof) {
    long ended = standings.ended();
    Admitted admitted = consumers.authenticate(proof);
    Standing standing = standings.of(Scope.consumer(admitted.consumer()).path());
    if (standings.ended() != ended) {
      // Perhaps this one, between the look and the standing; which is ours now.
      admitted = consumers.authenticate(proof);
    }
    Instant soon = clock.instant().plus(MEMORY);
    Instant until = soon.isBefore(admitted.expiresAt()) ? soon : admitted.expiresAt();
    Admission admission = new Admission(admitted.principal(), until, standing);
    known.put(key(proof), admission);
    return admission;
  }

  private Object key(Proof proof) {
    return switch (proof) {
      case Proof.Token(String value) -> digest(value);
      case Proof.ClientCertificate shown -> shown.fingerprint();
    };
  }

  private Digest digest(String token) {
    ByteBuffer hash = ByteBuffer.wrap(macs.get().doFinal(token.getBytes(StandardCharsets.UTF_8)));
    return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  /**
   * A consumer that may ask.
   *
   * @param standing of the consumer: its credentials, rights and bindings
   */
  record Admission(Principal principal, Instant until, Standing standing) {}

  private record Digest(long first, long second, long third, long fourth) {}
}
