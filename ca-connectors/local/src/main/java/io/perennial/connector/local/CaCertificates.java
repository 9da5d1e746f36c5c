package io.perennial.connector.local;

import io.perennial.connector.CaProtocolError;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/**
 * The private CA's own certificates.
 *
 * @param intermediates at least one, the newest last; the position tells the key's name
 */
record CaCertificates(X509Certificate root, List<X509Certificate> intermediates) {

  static final String ROOT_KEY = "root";

  private static final ASN1Integer VERSION = new ASN1Integer(1);

  CaCertificates {
    intermediates = List.copyOf(intermediates);
    if (intermediates.isEmpty()) {
      throw new IllegalArgumentException("a CA needs an intermediate");
    }
  }

  /** The name of the key of one of the intermediates, counted from 1. */
  static String intermediateKey(int generation) {
    return generation == 1 ? "intermediate" : "intermediate-" + generation;
  }

  X509Certificate newest() {
    return intermediates.getLast();
  }

  CaCertificates with(X509Certificate intermediate) {
    List<X509Certificate> all = new ArrayList<>(intermediates);
    all.add(intermediate);
    return new CaCertificates(root, all);
  }

  /** For the issuer's state: a version, the root, the intermediates. */
  byte[] encoded() {
    try {
      ASN1EncodableVector all = new ASN1EncodableVector();
      for (X509Certificate intermediate : intermediates) {
        all.add(ASN1Primitive.fromByteArray(intermediate.getEncoded()));
      }
      return new DERSequence(
              new ASN1Encodable[] {
                VERSION, ASN1Primitive.fromByteArray(root.getEncoded()), new DERSequence(all)
              })
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("certificates made here cannot be encoded", e);
    }
  }

  /** Reads what {@link #encoded} wrote. */
  static CaCertificates read(byte[] encoded) throws CaProtocolError {
    try {
      ASN1Sequence parts = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(encoded));
      if (!VERSION.equals(parts.getObjectAt(0).toASN1Primitive())) {
        throw new CaProtocolError(
            "This CA's certificates were stored by a newer release; run that release.");
      }
      List<X509Certificate> intermediates = new ArrayList<>();
      for (ASN1Encodable intermediate : ASN1Sequence.getInstance(parts.getObjectAt(2))) {
        intermediates.add(certificate(intermediate));
      }
      return new CaCertificates(certificate(parts.getObjectAt(1)), intermediates);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new CaProtocolError(
          "This CA's stored certificates cannot be read; restore them from a backup.", e);
    }
  }

  private static X509Certificate certificate(ASN1Encodable encoded)
      throws IOException, GeneralSecurityException {
    return SignedCertificate.parse(encoded.toASN1Primitive().getEncoded(ASN1Encoding.DER));
  }
}
