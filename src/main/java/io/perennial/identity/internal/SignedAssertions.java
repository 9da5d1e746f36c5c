package io.perennial.identity.internal;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.identity.internal.ApplicationCertificateRepository.Stored;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Pem;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks an assertion that an application signed with the key of one of its certificates, as
 * Microsoft's libraries make them:
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
 */
@Component
class SignedAssertions {

  /** The libraries say ten minutes; five more for a clock that is ahead. */
  static final Duration LONGEST = Duration.ofMinutes(10).plus(OutsideTokens.SKEW);

  private final ApplicationCertificateRepository certificates;
  private final Applications applications;
  private final Authorities authorities;
  private final ShownAssertions shown;
  private final Clock clock;

  SignedAssertions(
      ApplicationCertificateRepository certificates,
      Applications applications,
      Authorities authorities,
      ShownAssertions shown,
      Clock clock) {
    this.certificates = certificates;
    this.applications = applications;
    this.authorities = authorities;
    this.shown = shown;
    this.clock = clock;
  }

  /**
   * @throws Refusal unauthenticated, saying what is wrong
   */
  Principal signer(ClientId client, SignedJWT assertion, InetAddress from) throws ParseException {
    Stored certificate = certificate(client, assertion);
    JWTClaimsSet claims = assertion.getJWTClaimsSet();
    if (!client.value().equalsIgnoreCase(claims.getSubject())) {
      throw refused("The assertion's subject (sub) is not the client id.");
    }
    if (claims.getAudience().stream().noneMatch(authorities::addressed)) {
      throw refused(
          "The assertion's audience (aud) is neither this deployment's token endpoint nor its"
              + " issuer, as its openid-configuration names them.");
    }
    requireTime(claims);
    shown.first(client, assertion, from);
    certificates.markUsed(certificate.known().id(), clock.instant());
    return applications
        .standing(client)
        .orElseThrow(() -> refused("The application was revoked for good."));
  }

  /** Of those that count, the one whose key has signed; {@code x5c} is not looked at. */
  private Stored certificate(ClientId client, SignedJWT assertion) {
    if (!AssertionAlgorithms.takes(assertion)) {
      throw refused("The assertion is not signed with RS256, PS256 or ES256.");
    }
    List<Stored> named =
        certificates.usable(client, clock.instant()).stream()
            .filter(one -> names(assertion.getHeader(), one.certificate()))
            .toList();
    if (named.isEmpty()) {
      throw refused(
          "The application has no certificate of the thumbprint that the assertion names (x5t,"
              + " x5t#S256), or it has expired or was revoked. Register it with: deploy/perennial"
              + " vault env --certificate-file");
    }
    return named.stream()
        .filter(one ->
            AssertionAlgorithms.signed(
                assertion, Pem.certificate(one.certificate()).getPublicKey()))
        .findFirst()
        .orElseThrow(
            () -> refused("The assertion's signature is not by the key of that certificate."));
  }

  /** RFC 7515, sections 4.1.7 and 4.1.8. A header without either may mean any. */
  @SuppressWarnings("deprecation") // SHA-1 chooses among certificates; it proves nothing
  private static boolean names(JWSHeader header, byte[] certificate) {
    return matches(header.getX509CertSHA256Thumbprint(), "SHA-256", certificate)
        && matches(header.getX509CertThumbprint(), "SHA-1", certificate);
  }

  private static boolean matches(
      @Nullable Base64URL thumbprint, String algorithm, byte[] certificate) {
    try {
      // As bytes: some libraries pad the text.
      return thumbprint == null
          || MessageDigest.isEqual(
              thumbprint.decode(), MessageDigest.getInstance(algorithm).digest(certificate));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(algorithm + " is not available", missing);
    }
  }

  private void requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    if (end == null || !end.toInstant().isAfter(now)) {
      throw refused("The assertion has expired (exp), by this server's clock: %s.".formatted(now));
    }
    if (end.toInstant().isAfter(now.plus(LONGEST))) {
      throw refused("The assertion is good for too long (exp): at most 10 minutes.");
    }
    Date beginning = claims.getNotBeforeTime();
    if (beginning != null && beginning.toInstant().isAfter(now.plus(OutsideTokens.SKEW))) {
      throw refused(
          "The assertion is not good yet (nbf), by this server's clock: %s.".formatted(now));
    }
  }

  private static Refusal refused(String sentence) {
    return Refusal.unauthenticated(sentence);
  }
}
