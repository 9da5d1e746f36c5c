package io.perennial.identity.internal;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.identity.FederatedIdentity;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import java.net.InetAddress;
import java.text.ParseException;
import org.springframework.stereotype.Component;

/**
 * Knows applications by what they show instead of a secret (RFC 7523, section 3): an assertion that
 * they signed themselves, or a token by which an outside issuer speaks for them.
 */
@Component
class ClientAssertions {

  private static final int MOST_SHOWN = 255;

  private final SignedAssertions signed;
  private final OutsideTokens tokens;
  private final FederatedIdentityRepository identities;
  private final Applications applications;

  ClientAssertions(
      SignedAssertions signed,
      OutsideTokens tokens,
      FederatedIdentityRepository identities,
      Applications applications) {
    this.signed = signed;
    this.tokens = tokens;
    this.identities = identities;
    this.applications = applications;
  }

  /**
   * @param from who shows it
   * @throws Refusal unauthenticated, saying what is wrong with the assertion and never quoting it;
   *     the same whether there is no such application or it has no such certificate
   */
  Principal authenticate(ClientId client, String assertion, InetAddress from) {
    try {
      JWT parsed = JWTParser.parse(assertion);
      if (!(parsed instanceof SignedJWT token)) {
        throw Refusal.unauthenticated(
            "The assertion is not signed. Sign it with RS256, PS256 or ES256.");
      }
      String issuer = String.valueOf(token.getJWTClaimsSet().getIssuer());
      return issuer.equalsIgnoreCase(client.value())
          ? signed.signer(client, token, from)
          : spokenFor(client, issuer, token);
    } catch (ParseException unreadable) {
      throw Refusal.unauthenticated("The assertion cannot be read as a JWT (RFC 7519).");
    }
  }

  private Principal spokenFor(ClientId client, String issuer, SignedJWT token)
      throws ParseException {
    boolean trusted =
        identities.list(client).stream().anyMatch(known -> known.issuer().equals(issuer));
    if (!trusted) {
      throw unknown(client, "the issuer (iss) " + Visible.of(issuer, MOST_SHOWN));
    }
    JWTClaimsSet claims = tokens.read(issuer, token);
    String subject = String.valueOf(claims.getSubject());
    return claims.getAudience().stream()
        .flatMap(audience -> identities.find(issuer, subject, audience).stream())
        .map(FederatedIdentity::application)
        .filter(client::equals)
        .findFirst()
        .flatMap(applications::standing)
        .orElseThrow(() ->
            unknown(
                client,
                "the issuer (iss) %s with the subject (sub) %s and the audience (aud) %s"
                    .formatted(
                        issuer,
                        Visible.of(subject, MOST_SHOWN),
                        Visible.of(String.join(", ", claims.getAudience()), MOST_SHOWN))));
  }

  private static Refusal unknown(ClientId client, String whom) {
    return Refusal.unauthenticated(
        "The application with the client id %s is not known by %s. If this is a token of its own, iss and sub are its client id; else register it with: deploy/perennial application trust"
            .formatted(client, whom));
  }
}
