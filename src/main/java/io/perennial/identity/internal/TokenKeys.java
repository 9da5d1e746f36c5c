package io.perennial.identity.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.SecretBytes;
import io.perennial.pki.KeyPairs;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs tokens with the newest key, which is made when it is first needed and after that whenever
 * the one before has signed for {@link #SIGNS}. All servers on one database sign with the same.
 */
@Service
class TokenKeys {

  /** How long a key signs. */
  static final Duration SIGNS = Duration.ofDays(30);

  /** How long a token lives. */
  static final Duration TOKEN_LIFE = Duration.ofHours(1);

  /** Servers' clocks differ; none may miss a key whose tokens another still takes for good. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final String ACTOR = Principal.system("identity").name();

  private final TokenKeyRepository repository;
  private final Envelope envelope;
  private final Audit audit;
  private final Clock clock;
  private final TransactionTemplate separate;

  private final AtomicReference<Optional<TokenKey>> newest =
      new AtomicReference<>(Optional.empty());
  private final Map<String, TokenKey> known = new ConcurrentHashMap<>();

  TokenKeys(
      TokenKeyRepository repository,
      Envelope envelope,
      Audit audit,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.repository = repository;
    this.envelope = envelope;
    this.audit = audit;
    this.clock = clock;
    this.separate = new TransactionTemplate(transactions);
    this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** A signed token (RFC 7519) in its compact form. */
  String sign(JWTClaimsSet claims) {
    TokenKey key = current();
    try (SecretBytes pkcs8 = envelope.open(key.sealed(), context(key.kid()))) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(JOSEObjectType.JWT)
                  .keyID(key.kid())
                  .build(),
              claims);
      token.sign(new RSASSASigner(KeyPairs.privateKey(TokenKey.TYPE, pkcs8.reveal())));
      return token.serialize();
    } catch (JOSEException broken) {
      throw new IllegalStateException("a token cannot be signed", broken);
    }
  }

  /** One of ours whose tokens can still be good. */
  Optional<RSAPublicKey> find(String kid) {
    Optional<TokenKey> found = Optional.ofNullable(known.get(kid)).or(() -> repository.find(kid));
    found.ifPresent(key -> known.putIfAbsent(kid, key));
    return found.filter(key -> key.published(clock.instant())).map(TokenKey::key);
  }

  /** What others check our tokens with, the newest first (RFC 7517). */
  List<RSAKey> published() {
    current();
    return repository.published(clock.instant()).stream()
        .map(key ->
            new RSAKey.Builder(key.key())
                .keyID(key.kid())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .build())
        .toList();
  }

  private TokenKey current() {
    Instant now = clock.instant();
    return newest.get().filter(key -> key.signs(now)).orElseGet(() -> next(now));
  }

  /** One thread makes a key; those who wait for it find it. */
  private synchronized TokenKey next(Instant now) {
    Optional<TokenKey> last = repository.newest();
    TokenKey key =
        last.filter(one -> one.signs(now))
            .orElseGet(() -> create(last.map(TokenKey::number).orElse(0L) + 1, now));
    newest.set(Optional.of(key));
    return key;
  }

  private TokenKey create(long number, Instant now) {
    TokenKey created = generate(number, now);
    try {
      separate.executeWithoutResult(status -> {
        repository.deleteUnpublished(now);
        repository.insert(created);
        audit.record(new AuditEvent(ACTOR, "token-key.create", created.kid(), ""));
      });
      known.keySet().removeIf(kid -> !kid.equals(created.kid()));
      return created;
    } catch (DuplicateKeyException otherServerWasFirst) {
      return repository.newest().orElseThrow(() -> otherServerWasFirst);
    }
  }

  private TokenKey generate(long number, Instant now) {
    KeyPair pair = KeyPairs.generate(TokenKey.TYPE);
    String kid = thumbprint((RSAPublicKey) pair.getPublic());
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    try {
      Instant signsUntil = now.plus(SIGNS);
      return new TokenKey(
          number,
          kid,
          pair.getPublic().getEncoded(),
          envelope.seal(pkcs8, context(kid)),
          new TokenKey.Times(now, signsUntil, signsUntil.plus(TOKEN_LIFE).plus(SLACK)));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static String thumbprint(RSAPublicKey key) {
    try {
      return new RSAKey.Builder(key).build().computeThumbprint().toString();
    } catch (JOSEException missing) {
      throw new IllegalStateException("SHA-256 is not available", missing);
    }
  }

  private static SealContext context(String kid) {
    return new SealContext("token-key", kid);
  }
}
