package io.perennial.identity.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.perennial.kernel.Refusal;
import io.perennial.outbound.OutboundClients;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads tokens of outside issuers that somebody told us to trust; no other issuer is ever called.
 * Their keys are kept for an hour, asked for at most twice a minute, and used for a day while the
 * issuer does not answer. What a token's own header says of keys ({@code jwk}, {@code jku}, {@code
 * x5c}, {@code x5u}) counts for nothing.
 */
@Component
class OutsideTokens {

  /** Clocks of other people's servers differ. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(OutsideTokens.class);

  /** Asymmetric, all of them. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMinutes(1);
  private static final Duration OUTAGE = Duration.ofDays(1);

  private final HttpClient http;
  private final Clock clock;
  private final Map<String, DefaultJWTProcessor<SecurityContext>> readers =
      new ConcurrentHashMap<>();

  OutsideTokens(OutboundClients clients, Clock clock) {
    this.http = clients.create(List.of());
    this.clock = clock;
  }

  /**
   * What an issuer says in a token that is its own and good now. Whom it is for and about is for
   * the caller to compare.
   *
   * @param issuer one that is trusted, and that the token names
   * @throws Refusal unauthenticated, saying what is wrong with the token and never quoting it
   */
  JWTClaimsSet read(String issuer, SignedJWT token) {
    if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
      throw Refusal.unauthenticated(
          "The token is signed with an algorithm that is not taken. Have the issuer %s sign with RS256, PS256 or ES256."
              .formatted(issuer));
    }
    JWTClaimsSet claims = signed(issuer, token);
    requireTime(claims);
    return claims;
  }

  private JWTClaimsSet signed(String issuer, SignedJWT token) {
    try {
      JWTClaimsSet claims =
          readers.computeIfAbsent(issuer, this::reader).process(token, (SecurityContext) null);
      if (!issuer.equals(claims.getIssuer())) {
        throw Refusal.unauthenticated("The token's issuer (iss) is not " + issuer + ".");
      }
      return claims;
    } catch (BadJOSEException foreign) {
      throw notByItsKey(issuer);
    } catch (RateLimitReachedException soonAgain) {
      throw notByItsKey(issuer);
    } catch (JOSEException failed) {
      log.warn("The keys of the issuer {} cannot be had: {}", issuer, failed.getMessage());
      throw Refusal.unauthenticated(
          "The token cannot be checked, because the keys of its issuer %s cannot be had: %s. Try again in a minute."
              .formatted(issuer, failed.getMessage()));
    }
  }

  private static Refusal notByItsKey(String issuer) {
    return Refusal.unauthenticated(
        "The token's signature is by none of the keys that its issuer %s published when it was last asked. If its key is new, try again in a minute."
            .formatted(issuer));
  }

  private DefaultJWTProcessor<SecurityContext> reader(String issuer) {
    DefaultJWTProcessor<SecurityContext> reader = new DefaultJWTProcessor<>();
    reader.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    reader.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS,
            JWKSourceBuilder.create(new PublishedKeys(http, issuer))
                .cache(KEPT.toMillis(), WAIT.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build()));
    // Times and names are compared here, by our clock and with sentences.
    reader.setJWTClaimsSetVerifier((claims, context) -> {});
    return reader;
  }

  private void requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    if (end == null || !end.toInstant().isAfter(now)) {
      throw Refusal.unauthenticated(
          "The token has expired (exp)%s. Get another from its issuer."
              .formatted(end == null ? "" : ": it was good until " + end.toInstant()));
    }
    Date beginning = claims.getNotBeforeTime();
    if (beginning != null && beginning.toInstant().isAfter(now.plus(SKEW))) {
      throw Refusal.unauthenticated(
          "The token is not good yet (nbf): its issuer's clock or this server's is wrong.");
    }
  }
}
