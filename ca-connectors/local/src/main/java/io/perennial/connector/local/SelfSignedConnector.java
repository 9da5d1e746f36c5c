package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.Probe;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.SigningKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.TBSCertificate;

/** Signs with the key that is certified. */
final class SelfSignedConnector extends LocalConnector {

  private static final Lifetime UNLIMITED = new Lifetime(Instant.MIN, Instant.MAX);

  SelfSignedConnector(ConnectorContext context, IssuanceRules rules) {
    super(context, rules);
  }

  @Override
  List<String> objections(RequestedCertificate requested) {
    return List.of();
  }

  /** Possession of the key needs no further proof: it signs the certificate itself. */
  @Override
  Optional<String> objection(CertificateRequest request) {
    return issuer(request, subject(request)).isPresent()
        ? Optional.empty()
        : Optional.of("The request does not name the order's own key; start a new order.");
  }

  /** An issuer must have a name (RFC 5280, section 4.1.2.4), and here the subject is the issuer. */
  @Override
  X500Name subject(CertificateRequest request) {
    X500Name subject = LeafProfile.subject(request);
    return subject.getRDNs().length > 0
        ? subject
        : new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, rules().organization()).build();
  }

  @Override
  Optional<Issuer> issuerFor(CertificateRequest request, Lifetime lifetime) {
    return issuer(request, subject(request));
  }

  @Override
  Optional<Issuer> issuerOf(CertificateRequest request, TBSCertificate content) {
    return issuer(request, content.getIssuer());
  }

  private Optional<Issuer> issuer(CertificateRequest request, X500Name name) {
    SigningKey key = context().orderKey(request.order());
    return Arrays.equals(key.publicKey().getEncoded(), request.publicKey().getEncoded())
        ? Optional.of(new Issuer(name, key, UNLIMITED, List.of()))
        : Optional.empty();
  }

  @Override
  public Probe probe() {
    return new Probe(
        true,
        "Certificates are signed by their own keys; clients must be told to trust each of them.",
        Optional.empty());
  }
}
