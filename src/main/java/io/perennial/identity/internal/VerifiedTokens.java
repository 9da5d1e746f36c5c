package io.perennial.identity.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.identity.Tokens;
import io.perennial.identity.TrustedIssuer;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Believes nothing that a token says before its signature was found good. */
@Service
class VerifiedTokens implements Tokens {

  /** Ours have a tenth of it; outside issuers put lists of groups in. */
  private static final int MOST_CHARACTERS = 8 * 1024;

  /** Another server may have made it, whose clock is ahead. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final String ANEW = " Ask this deployment's token endpoint for another.";

  private final TokenKeys keys;
  private final Authorities authorities;
  private final Applications applications;
  private final OutsideHolders outside;
  private final Clock clock;

  VerifiedTokens(
      TokenKeys keys,
      Authorities authorities,
      Applications applications,
      OutsideHolders outside,
      Clock clock) {
    this.keys = keys;
    this.authorities = authorities;
    this.applications = applications;
    this.outside = outside;
    this.clock = clock;
  }

  @Override
  public Principal verify(String bearer, String resource, Optional<VaultId> vault) {
    try {
      JWT parsed = parsed(bearer);
      if (vault.isPresent() && parsed instanceof SignedJWT foreign) {
        // Not believed yet: it only says whose keys to check with.
        String issuer = String.valueOf(foreign.getJWTClaimsSet().getIssuer());
        Optional<TrustedIssuer> trusted =
            authorities.issued(issuer) ? Optional.empty() : outside.trusted(vault.get(), issuer);
        if (trusted.isPresent()) {
          return outside.holder(trusted.get(), foreign);
        }
      }
      JWTClaimsSet claims = signed(parsed);
      requirePlace(claims, resource);
      requireTime(claims);
      return holder(claims);
    } catch (ParseException unreadable) {
      throw refused(
          "The token cannot be read as a JWT (RFC 7519). Send it whole, as the token endpoint gave"
              + " it.");
    }
  }

  private static JWT parsed(String bearer) throws ParseException {
    if (bearer.length() > MOST_CHARACTERS) {
      throw refused("The token is longer than any that is taken here." + ANEW);
    }
    return JWTParser.parse(bearer);
  }

  private JWTClaimsSet signed(JWT parsed) throws ParseException {
    if (!(parsed instanceof SignedJWT token)
        || !JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
      throw refused("The token is not signed with the algorithm RS256." + ANEW);
    }
    RSAPublicKey key =
        Optional.ofNullable(token.getHeader().getKeyID())
            .flatMap(keys::find)
            .orElseThrow(() ->
                refused(
                    "The token names a key that is not, or no longer, among this deployment's."
                        + ANEW));
    try {
      if (!token.verify(new RSASSAVerifier(key))) {
        throw refused("The token's signature is not by this deployment's key." + ANEW);
      }
    } catch (JOSEException unfit) {
      throw refused("The token's signature cannot be checked." + ANEW);
    }
    return token.getJWTClaimsSet();
  }

  private void requirePlace(JWTClaimsSet claims, String resource) throws ParseException {
    if (!authorities.issued(String.valueOf(claims.getIssuer()))) {
      throw refused(
          "The token's issuer (iss) is not this deployment under its present host name." + ANEW);
    }
    if (!authorities.tenant().equals(claims.getStringClaim("tid"))) {
      throw refused("The token's tenant (tid) is not this deployment." + ANEW);
    }
    List<String> audience = claims.getAudience();
    String wanted = Resource.parse(resource).map(Resource::value).orElse(resource);
    if (!audience.equals(List.of(wanted))) {
      throw refused(
          "The token is for another audience (aud): %s, and what was asked for is %s. Ask for the scope %s/.default."
              .formatted(String.join(", ", audience), wanted, wanted));
    }
  }

  private void requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant end = instant(claims.getExpirationTime(), Instant.EPOCH);
    if (!end.isAfter(now)) {
      throw refused("The token has expired (exp): it was good until %s.".formatted(end) + ANEW);
    }
    Instant beginning = instant(claims.getNotBeforeTime(), Instant.MAX);
    if (beginning.isAfter(now.plus(SKEW))) {
      throw refused(
          "The token is not good yet (nbf). It was made by a server whose clock is ahead; set the"
              + " clocks.");
    }
  }

  private static Instant instant(@Nullable Date date, Instant otherwise) {
    return date == null ? otherwise : date.toInstant();
  }

  private Principal holder(JWTClaimsSet claims) throws ParseException {
    String client = String.valueOf(claims.getStringClaim("appid"));
    return Optional.of(client)
        .filter(ClientId::matches)
        .map(ClientId::new)
        .flatMap(applications::standing)
        .filter(principal -> names(claims, principal))
        .orElseThrow(() ->
            refused(
                "The application that the token was made for (appid) was revoked, or is not known"
                    + " here."));
  }

  private static boolean names(JWTClaimsSet claims, Principal principal) {
    return Id.guid(principal.id().value()).equals(claims.getClaim("oid"));
  }

  private static Refusal refused(String sentence) {
    return Refusal.unauthenticated(sentence);
  }
}
