package io.perennial.connector.local;

import io.perennial.connector.OrderState;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * What will be signed, stored before it is. However often it is signed then, it is one certificate:
 * issuer and serial number name it (RFC 5280, section 4.1.2.2).
 *
 * @param preparedAt when the content was made, to the millisecond
 * @param toBeSigned the whole TBSCertificate, DER
 */
record PreparedCertificate(Instant preparedAt, byte[] toBeSigned) {

  /** The only phase of an order here. */
  static final String PHASE = "PREPARED";

  private static final ASN1Integer VERSION = new ASN1Integer(1);

  OrderState toState() {
    try {
      return new OrderState(
          PHASE,
          new DERSequence(
                  new ASN1Encodable[] {
                    VERSION,
                    new ASN1Integer(preparedAt.toEpochMilli()),
                    new DEROctetString(toBeSigned)
                  })
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("three values cannot be written to memory", e);
    }
  }

  /** Empty when no release wrote such a state; all of them name the authority's key. */
  static Optional<PreparedCertificate> read(OrderState state) {
    try {
      ASN1Sequence parts = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(state.data()));
      if (!state.phase().equals(PHASE)
          || parts.size() != 3
          || !VERSION.equals(parts.getObjectAt(0).toASN1Primitive())) {
        return Optional.empty();
      }
      byte[] toBeSigned = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
      TBSCertificate content = TBSCertificate.getInstance(toBeSigned);
      if (AuthorityKeyIdentifier.fromExtensions(content.getExtensions()) == null) {
        return Optional.empty();
      }
      return Optional.of(
          new PreparedCertificate(
              Instant.ofEpochMilli(ASN1Integer.getInstance(parts.getObjectAt(1)).longValueExact()),
              toBeSigned));
    } catch (IOException | RuntimeException notOurs) {
      return Optional.empty();
    }
  }

  TBSCertificate content() {
    return TBSCertificate.getInstance(toBeSigned);
  }

  @Override
  public String toString() {
    return "PreparedCertificate[" + preparedAt + "]";
  }
}
