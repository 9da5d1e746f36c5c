package io.perennial.connector.local;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.CrlSource.Crl;
import io.perennial.connector.IssuerState;
import io.perennial.connector.Problem;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Revokes, and signs the lists that say so: one for each of the CA's intermediates, since a list is
 * good only for what its own signer issued. A list is signed once for each number and kept.
 */
final class CaRevocations {

  private final PrivateCa ca;
  private final Clock clock;
  private final Map<Integer, Crl> signed = new ConcurrentHashMap<>();

  CaRevocations(PrivateCa ca, Clock clock) {
    this.ca = ca;
    this.clock = clock;
  }

  RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    OptionalInt generation = ca.generationWith(authority(certificate));
    if (generation.isEmpty()) {
      return refused("unknown-certificate", "This CA did not issue the certificate.");
    }
    Instant now = clock.instant();
    RevocationList.Entry entry =
        new RevocationList.Entry(
            certificate.getSerialNumber(),
            now.truncatedTo(ChronoUnit.SECONDS),
            reason,
            certificate.getNotAfter().toInstant());
    CaCertificates after =
        ca.changed(found -> {
          RevocationList list = found.list(generation.getAsInt());
          CaCertificates next = found.with(generation.getAsInt(), list.with(entry, now));
          boolean done = list.names(entry.serial());
          return done || next.encoded().length > IssuerState.MAX_BYTES
              ? Optional.empty()
              : Optional.of(next);
        });
    return after.list(generation.getAsInt()).names(entry.serial())
        ? new RevocationOutcome.Revoked()
        : refused(
            "list-full",
            "This CA's list is full; wait until some of what it names expires, or let a new issuer"
                + " take over.");
  }

  private static byte[] authority(X509Certificate certificate) throws ConnectorException {
    try {
      AuthorityKeyIdentifier found =
          AuthorityKeyIdentifier.fromExtensions(
              Certificate.getInstance(certificate.getEncoded())
                  .getTBSCertificate()
                  .getExtensions());
      return found == null || found.getKeyIdentifierOctets() == null
          ? new byte[0]
          : found.getKeyIdentifierOctets();
    } catch (java.security.cert.CertificateEncodingException | RuntimeException unreadable) {
      throw new CaProtocolError("The certificate cannot be read.", unreadable);
    }
  }

  private static RevocationOutcome refused(String type, String detail) {
    return new RevocationOutcome.Refused(
        new Problem(Problem.Blame.REQUEST, type, detail, Optional.empty()));
  }

  /** Empty where there is no such intermediate; then nothing is made either. */
  Optional<Crl> crl(int series) throws ConnectorException {
    Optional<CaCertificates> stored = ca.stored();
    if (stored.isEmpty() || series < 1 || series > stored.get().intermediates().size()) {
      return Optional.empty();
    }
    CaCertificates fresh = stored.get();
    if (fresh.list(series).stale(clock.instant())) {
      fresh =
          ca.changed(found ->
              found.list(series).stale(clock.instant())
                  ? Optional.of(found.with(series, found.list(series).next(clock.instant())))
                  : Optional.empty());
    }
    RevocationList list = fresh.list(series);
    Crl known = signed.get(series);
    if (known == null || known.number() != list.number()) {
      known = sign(list, ca.intermediate(fresh, series));
      signed.put(series, known);
    }
    return Optional.of(known);
  }

  private static Crl sign(RevocationList list, Issuer issuer) throws CaProtocolError {
    try {
      return SignedList.of(list, issuer);
    } catch (SignatureException e) {
      throw new CaProtocolError("The CA's key refused to sign; look for the cause in the log.", e);
    }
  }
}
