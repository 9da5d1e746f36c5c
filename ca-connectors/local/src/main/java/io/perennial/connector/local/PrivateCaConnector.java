package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.CrlSource;
import io.perennial.connector.Probe;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.TrustSource;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/** Signs with the newest intermediate of a private CA. */
final class PrivateCaConnector extends LocalConnector implements TrustSource, Revoker, CrlSource {

  private final PrivateCa ca;
  private final CaRevocations revocations;

  PrivateCaConnector(ConnectorContext context, IssuanceRules rules) {
    super(context, rules);
    this.ca = new PrivateCa(context, rules.organization());
    this.revocations = new CaRevocations(ca, context.clock());
  }

  @Override
  List<String> objections(RequestedCertificate requested) {
    return Usages.objections(requested);
  }

  @Override
  Optional<String> objection(CertificateRequest request) {
    return Possession.proved(request)
        ? Optional.empty()
        : Optional.of("The request is not signed by the key it names; sign it with that key.");
  }

  @Override
  X500Name subject(CertificateRequest request) {
    return LeafProfile.subject(request);
  }

  @Override
  Optional<Issuer> issuerFor(CertificateRequest request, Lifetime lifetime)
      throws ConnectorException {
    return ca.intermediateFor(lifetime);
  }

  @Override
  Optional<Issuer> issuerOf(CertificateRequest request, TBSCertificate content)
      throws ConnectorException {
    return ca.intermediateWith(
        AuthorityKeyIdentifier.fromExtensions(content.getExtensions()).getKeyIdentifierOctets());
  }

  @Override
  public List<X509Certificate> roots() throws ConnectorException {
    return List.of(ca.certificates().root());
  }

  @Override
  public RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    return revocations.revoke(certificate, reason);
  }

  @Override
  public Optional<Crl> crl(int series) throws ConnectorException {
    return revocations.crl(series);
  }

  @Override
  public Probe probe() {
    try {
      CaCertificates found = ca.usable();
      return new Probe(
          true,
          "The private CA "
              + found.root().getSubjectX500Principal().getName()
              + " is ready; its root ends at "
              + found.root().getNotAfter().toInstant()
              + ".",
          Optional.empty());
    } catch (ConnectorException e) {
      return new Probe(false, String.valueOf(e.getMessage()), Optional.empty());
    } catch (RuntimeException e) {
      return new Probe(
          false,
          "The CA's certificates cannot be read from the database; see that it is there ("
              + e.getClass().getSimpleName()
              + ").",
          Optional.empty());
    }
  }
}
