package io.perennial.pki;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Writes certificate signing requests (RFC 2986). */
public final class SigningRequests {

  private SigningRequests() {}

  /**
   * A request whose names are in a critical subject alternative name and whose subject is empty
   * (RFC 5280, section 4.2.1.6): the CA decides on a common name.
   *
   * @return DER
   */
  public static byte[] create(KeyPair pair, KeyType type, List<Identifier> identifiers) {
    try {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, true, names(identifiers));
      PKCS10CertificationRequestBuilder builder =
          new PKCS10CertificationRequestBuilder(
              new X500Name(new org.bouncycastle.asn1.x500.RDN[0]),
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      return builder.build(new KeySigner(pair, type.signatureAlgorithm())).getEncoded();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The key that a request of ours is for. */
  public static PublicKey publicKey(byte[] csr, KeyType type) {
    try {
      return KeyPairs.publicKey(
          type, new PKCS10CertificationRequest(csr).getSubjectPublicKeyInfo().getEncoded());
    } catch (IOException broken) {
      throw new UncheckedIOException("a stored signing request cannot be read", broken);
    }
  }

  private static GeneralNames names(List<Identifier> identifiers) {
    return new GeneralNames(
        identifiers.stream()
            .map(identifier ->
                switch (identifier) {
                  case Identifier.Dns(String name) -> new GeneralName(GeneralName.dNSName, name);
                  case Identifier.Ip(String address) ->
                      new GeneralName(GeneralName.iPAddress, address);
                })
            .toArray(GeneralName[]::new));
  }

  private record KeySigner(KeyPair pair, String algorithm, ByteArrayOutputStream content)
      implements ContentSigner {

    KeySigner(KeyPair pair, String algorithm) {
      this(pair, algorithm, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        return KeyPairs.sign(pair.getPrivate(), algorithm, content.toByteArray());
      } catch (SignatureException unfit) {
        throw new IllegalStateException(unfit);
      }
    }
  }
}
