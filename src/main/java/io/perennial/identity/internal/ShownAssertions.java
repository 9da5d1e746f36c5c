package io.perennial.identity.internal;

import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.ClientId;
import io.perennial.identity.internal.ShownAssertionRepository.Shown;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Fingerprint;
import io.perennial.web.AttemptLimit;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Lets each assertion in once, by its jti (RFC 7523, section 3). To the network that showed it
 * first it stays good until it expires: MSAL for Python shows the same one for ten minutes, and
 * whenever two threads begin together.
 */
@Component
class ShownAssertions {

  private static final int MOST_JTI = 256;
  private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

  private final ShownAssertionRepository repository;
  private final Clock clock;
  private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

  ShownAssertions(ShownAssertionRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * @param assertion whose signature and times were found good, so that nobody else fills the table
   * @throws Refusal unauthenticated, when it was shown before from elsewhere
   */
  void first(ClientId client, SignedJWT assertion, InetAddress from) throws ParseException {
    String jti = String.valueOf(assertion.getJWTClaimsSet().getJWTID());
    if (assertion.getJWTClaimsSet().getJWTID() == null || jti.length() > MOST_JTI) {
      throw Refusal.unauthenticated(
          "The assertion has no id (jti) of 1 to %d characters.".formatted(MOST_JTI));
    }
    clean();
    Shown shown =
        new Shown(client, hash(jti), hash(assertion.serialize()), AttemptLimit.network(from));
    try {
      repository.insert(shown, assertion.getJWTClaimsSet().getExpirationTime().toInstant());
    } catch (DuplicateKeyException before) {
      if (repository.find(client, shown.jti()).filter(shown::equals).isEmpty()) {
        throw Refusal.unauthenticated(
            "The assertion was shown before (jti). Make another for each request.");
      }
    }
  }

  private void clean() {
    Instant now = clock.instant();
    Instant last = cleaned.get();
    if (last.plus(BETWEEN_CLEANINGS).isBefore(now) && cleaned.compareAndSet(last, now)) {
      repository.deleteExpired(now);
    }
  }

  private static String hash(String text) {
    return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)).value();
  }
}
