package io.perennial.identity.internal;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Applications;
import io.perennial.access.Principal;
import io.perennial.identity.FederatedIdentity;
import io.perennial.identity.TrustedIssuer;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.Visible;
import java.text.ParseException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out as which application the holder of an outside issuer's access token acts. */
@Component
class OutsideHolders {

  private static final int MOST_SHOWN = 255;

  private final TrustedIssuerRepository trusted;
  private final FederatedIdentityRepository identities;
  private final OutsideTokens tokens;
  private final Applications applications;

  OutsideHolders(
      TrustedIssuerRepository trusted,
      FederatedIdentityRepository identities,
      OutsideTokens tokens,
      Applications applications) {
    this.trusted = trusted;
    this.identities = identities;
    this.tokens = tokens;
    this.applications = applications;
  }

  /** What the vault says of an issuer; empty when it does not trust it. */
  Optional<TrustedIssuer> trusted(VaultId vault, String issuer) {
    return trusted.find(vault, issuer);
  }

  /**
   * @throws Refusal unauthenticated, saying what is wrong, or whom to register
   */
  Principal holder(TrustedIssuer issuer, SignedJWT token) throws ParseException {
    JWTClaimsSet claims = tokens.read(issuer.issuer(), token);
    if (!claims.getAudience().contains(issuer.audience())) {
      throw Refusal.unauthenticated(
          "The token is for another audience (aud): %s, and this vault takes those of %s for %s."
              .formatted(
                  Visible.of(String.join(", ", claims.getAudience()), MOST_SHOWN),
                  issuer.issuer(),
                  issuer.audience()));
    }
    String subject = subject(issuer, claims);
    return identities
        .find(issuer.issuer(), subject, issuer.audience())
        .map(FederatedIdentity::application)
        .flatMap(applications::standing)
        .orElseThrow(() ->
            Refusal.unauthenticated(
                "No application is known here by the subject %s of the issuer %s for the audience %s, or it was revoked. Register it with: deploy/perennial application trust APP --issuer %s --subject %s --audience %s"
                    .formatted(
                        Visible.of(subject, MOST_SHOWN),
                        issuer.issuer(),
                        issuer.audience(),
                        issuer.issuer(),
                        Visible.of(subject, MOST_SHOWN),
                        issuer.audience())));
  }

  private static String subject(TrustedIssuer issuer, JWTClaimsSet claims) throws ParseException {
    Optional<String> found =
        issuer.claim().isPresent()
            ? Optional.ofNullable(claims.getStringClaim(issuer.claim().get()))
            : Optional.ofNullable(claims.getStringClaim("oid"))
                .or(() -> Optional.ofNullable(claims.getSubject()));
    return found.orElseThrow(() ->
        Refusal.unauthenticated(
            "The token has no claim %s, by which this vault knows the subjects of the issuer %s."
                .formatted(issuer.claim().orElse("oid or sub"), issuer.issuer())));
  }
}
