package io.perennial.connector.local;

import io.perennial.connector.CaProtocolError;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/**
 * The private CA's own certificates, and what each of its keys has revoked.
 *
 * @param intermediates at least one, the newest last; the position tells the key's name
 * @param lists by the same positions; those of intermediates that revoked nothing may be lacking
 */
record CaCertificates(
    X509Certificate root, List<X509Certificate> intermediates, List<RevocationList> lists) {

  static final String ROOT_KEY = "root";

  /** Of releases that could not revoke. */
  private static final ASN1Integer WITHOUT_LISTS = new ASN1Integer(1);

  private static final ASN1Integer VERSION = new ASN1Integer(2);

  CaCertificates(X509Certificate root, List<X509Certificate> intermediates) {
    this(root, intermediates, List.of());
  }

  CaCertificates {
    intermediates = List.copyOf(intermediates);
    lists = List.copyOf(lists);
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

  /** Whose key has this identifier, counted from 1. */
  OptionalInt generationWith(byte[] keyIdentifier) {
    return IntStream.rangeClosed(1, intermediates.size())
        .filter(generation ->
            Arrays.equals(
                KeyIdentifiers.of(intermediates.get(generation - 1).getPublicKey()), keyIdentifier))
        .findFirst();
  }

  CaCertificates with(X509Certificate intermediate) {
    List<X509Certificate> all = new ArrayList<>(intermediates);
    all.add(intermediate);
    return new CaCertificates(root, all, lists);
  }

  /** The list of one of the intermediates, counted from 1. */
  RevocationList list(int generation) {
    return generation <= lists.size() ? lists.get(generation - 1) : RevocationList.EMPTY;
  }

  CaCertificates with(int generation, RevocationList list) {
    List<RevocationList> all = new ArrayList<>();
    for (int i = 1; i <= Math.max(generation, lists.size()); i++) {
      all.add(i == generation ? list : list(i));
    }
    return new CaCertificates(root, intermediates, all);
  }

  /** For the issuer's state: a version, the root, the intermediates, the lists. */
  byte[] encoded() {
    try {
      ASN1EncodableVector all = new ASN1EncodableVector();
      for (X509Certificate intermediate : intermediates) {
        all.add(ASN1Primitive.fromByteArray(intermediate.getEncoded()));
      }
      return new DERSequence(
              new ASN1Encodable[] {
                VERSION,
                ASN1Primitive.fromByteArray(root.getEncoded()),
                new DERSequence(all),
                new DERSequence(
                    lists.stream().map(RevocationList::encoded).toArray(ASN1Encodable[]::new))
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
      ASN1Primitive version = parts.getObjectAt(0).toASN1Primitive();
      if (!VERSION.equals(version) && !WITHOUT_LISTS.equals(version)) {
        throw new CaProtocolError(
            "This CA's certificates were stored by a newer release; run that release.");
      }
      List<X509Certificate> intermediates = new ArrayList<>();
      for (ASN1Encodable intermediate : ASN1Sequence.getInstance(parts.getObjectAt(2))) {
        intermediates.add(certificate(intermediate));
      }
      List<RevocationList> lists = new ArrayList<>();
      if (VERSION.equals(version)) {
        ASN1Sequence.getInstance(parts.getObjectAt(3))
            .forEach(list -> lists.add(RevocationList.read(list)));
      }
      return new CaCertificates(certificate(parts.getObjectAt(1)), intermediates, lists);
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
