package io.perennial.pki;

import io.perennial.connector.KeyType;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A private key with the chain that certifies it, as read from somebody's files. Close it as soon
 * as the key is stored.
 *
 * @param chain the end entity's certificate first, each next one certifying the one before, without
 *     the root and without what does not belong to it
 * @param pkcs8 DER
 */
public record KeyMaterial(List<X509Certificate> chain, KeyType type, SecretBytes pkcs8)
    implements AutoCloseable {

  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  /**
   * Reads PEM, PKCS#12 or a mixture, protected by one password or by none, and checks that key and
   * certificate belong together, that the key is strong, and that the chain holds.
   *
   * @throws Refusal that says what to do about it
   */
  public static KeyMaterial read(List<byte[]> files, char[] password) {
    KeyFiles found = new KeyFiles(password);
    try {
      files.forEach(found::add);
      PrivateKeyInfo key = found.key();
      List<X509Certificate> certificates = found.certificates();
      X509Certificate leaf = leaf(key, certificates);
      KeyType type = type(leaf.getPublicKey());
      List<X509Certificate> chain = chain(leaf, certificates);
      return new KeyMaterial(chain, type, proved(key, type, leaf));
    } finally {
      found.wipe();
    }
  }

  /** The end entity's, or else the one that lives longest, of those that name the key. */
  private static X509Certificate leaf(PrivateKeyInfo key, List<X509Certificate> certificates) {
    return certificates.stream()
        .filter(certificate -> names(certificate.getPublicKey(), key))
        .min(
            Comparator.comparing((X509Certificate each) -> each.getBasicConstraints() >= 0)
                .thenComparing(Comparator.comparing(X509Certificate::getNotAfter).reversed()))
        .orElseThrow(KeyMaterial::mismatch);
  }

  private static Refusal mismatch() {
    return Refusal.invalid(
        "The private key belongs to none of the certificates. Choose the key with which this"
            + " certificate was requested.");
  }

  /** By numbers alone; whether the key can sign for it is proved once it is known to be sane. */
  private static boolean names(PublicKey certified, PrivateKeyInfo key) {
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(certified.getEncoded());
    if (!spki.getAlgorithm().getAlgorithm().equals(key.getPrivateKeyAlgorithm().getAlgorithm())) {
      return false;
    }
    try {
      if (certified instanceof java.security.interfaces.RSAPublicKey rsa) {
        return RSAPrivateKey.getInstance(key.parsePrivateKey())
            .getModulus()
            .equals(rsa.getModulus());
      }
      ASN1Encodable curve = spki.getAlgorithm().getParameters();
      return curve != null
          && curve.equals(key.getPrivateKeyAlgorithm().getParameters())
          && (curve(spki).isEmpty() || signs(key, KeyType.P_256, certified));
    } catch (IOException | IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static KeyType type(PublicKey key) {
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    if (key instanceof java.security.interfaces.RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return find("RSA", bits)
          .orElseThrow(() ->
              Refusal.invalid(
                  (bits < 2_048
                              ? "The RSA key has %d bits and can be broken."
                              : "RSA keys of %d bits are not kept here.")
                          .formatted(bits)
                      + " Request a certificate for a key of 2048, 3072 or 4096 bits, or on P-256"
                      + " or P-384."));
    }
    return curve(spki)
        .flatMap(bits -> find("EC", bits))
        .orElseThrow(() ->
            Refusal.invalid(
                "The key is of a kind or on a curve that is not kept here. Request a certificate"
                    + " for a key on P-256 or P-384, or for an RSA key."));
  }

  private static Optional<KeyType> find(String algorithm, int bits) {
    return Arrays.stream(KeyType.values())
        .filter(type -> type.algorithm().equals(algorithm) && type.bits() == bits)
        .findFirst();
  }

  /** The size of the curve's field, of those that are known by name. */
  private static Optional<Integer> curve(SubjectPublicKeyInfo spki) {
    if (!(spki.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier name)) {
      return Optional.empty();
    }
    if (name.equals(X9ObjectIdentifiers.prime256v1)) {
      return Optional.of(256);
    }
    return name.equals(SECObjectIdentifiers.secp384r1) ? Optional.of(384) : Optional.empty();
  }

  private static SecretBytes proved(PrivateKeyInfo key, KeyType type, X509Certificate leaf) {
    if (!signs(key, type, leaf.getPublicKey())) {
      throw mismatch();
    }
    try {
      return new SecretBytes(key.getEncoded());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static boolean signs(PrivateKeyInfo key, KeyType type, PublicKey certified) {
    String algorithm =
        key.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
            ? "SHA256withRSA"
            : "SHA256withECDSA";
    try (SecretBytes pkcs8 = new SecretBytes(key.getEncoded())) {
      PrivateKey signer = KeyPairs.privateKey(type, pkcs8.reveal());
      byte[] signature = KeyPairs.sign(signer, algorithm, PROBE);
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certified);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (SignatureException | IOException | RuntimeException unfit) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the JDK verifies RSA and ECDSA", impossible);
    }
  }

  private static List<X509Certificate> chain(
      X509Certificate leaf, List<X509Certificate> certificates) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    Optional<X509Certificate> above = above(leaf, certificates, chain);
    while (above.isPresent()) {
      chain.add(above.get());
      above = above(above.get(), certificates, chain);
    }
    if (chain.size() == 1 && !Acceptance.selfIssued(leaf)) {
      throw Refusal.invalid(
          ("The certificate that certifies this one is missing: '%s'. Add the file with the"
                  + " intermediate certificates or, where there are none, with the root.")
              .formatted(shown(leaf.getIssuerX500Principal().getName())));
    }
    return Acceptance.withoutRoot(List.copyOf(chain));
  }

  private static Optional<X509Certificate> above(
      X509Certificate certificate,
      List<X509Certificate> certificates,
      List<X509Certificate> chain) {
    return certificates.stream()
        .filter(candidate -> !chain.contains(candidate))
        .filter(candidate -> Acceptance.signedBy(certificate, candidate))
        .max(Comparator.comparing(X509Certificate::getNotAfter));
  }

  private static String shown(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() > 120 ? clean.substring(0, 120) + "…" : clean;
  }

  @Override
  public void close() {
    pkcs8.close();
  }
}
