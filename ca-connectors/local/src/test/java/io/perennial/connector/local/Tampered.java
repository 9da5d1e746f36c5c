package io.perennial.connector.local;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;

/** A certificate's content with one thing changed. */
final class Tampered {

  static final int VERSION = 0;
  static final int SERIAL = 1;
  static final int ALGORITHM = 2;
  static final int ISSUER = 3;
  static final int VALIDITY = 4;
  static final int SUBJECT = 5;
  static final int KEY = 6;
  private static final int EXTENSIONS = 7;

  private Tampered() {}

  static byte[] field(byte[] content, int index, ASN1Encodable value) {
    ASN1Encodable[] parts = ASN1Sequence.getInstance(content).toArray();
    parts[index] = value;
    return encoded(new DERSequence(parts));
  }

  static byte[] withoutExtensions(byte[] content) {
    ASN1Encodable[] parts = ASN1Sequence.getInstance(content).toArray();
    return encoded(new DERSequence(Arrays.copyOf(parts, EXTENSIONS)));
  }

  static byte[] extensions(byte[] content, Consumer<Map<ASN1ObjectIdentifier, Extension>> change) {
    Extensions extensions = TBSCertificate.getInstance(content).getExtensions();
    Map<ASN1ObjectIdentifier, Extension> all = new LinkedHashMap<>();
    for (ASN1ObjectIdentifier id : extensions.getExtensionOIDs()) {
      all.put(id, extensions.getExtension(id));
    }
    change.accept(all);
    return field(
        content,
        EXTENSIONS,
        new DERTaggedObject(true, 3, new Extensions(all.values().toArray(Extension[]::new))));
  }

  static byte[] extension(
      byte[] content, ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    return extensions(content, all -> all.put(id, new Extension(id, critical, encoded(value))));
  }

  static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
