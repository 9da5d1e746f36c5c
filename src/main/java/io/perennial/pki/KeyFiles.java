package io.perennial.pki;

import io.perennial.kernel.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Collects the one private key and all certificates that somebody's files hold. */
final class KeyFiles {

  private final char[] password;
  private final PasswordProtection protection;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> plain = new ArrayList<>();
  private final Set<X509Certificate> certificates = new LinkedHashSet<>();

  KeyFiles(char[] password) {
    this.password = password;
    this.protection = new PasswordProtection(password, false);
  }

  void add(byte[] file) {
    if (PemBlocks.in(file)) {
      PemBlocks.read(file).forEach(this::take);
      return;
    }
    PfxContent.Found found = PfxContent.read(file, password);
    keys.addAll(found.keys());
    found.certificates().forEach(this::certificate);
  }

  private void take(PemBlocks.Block block) {
    if (block.label().endsWith("PRIVATE KEY")) {
      plain.add(block.content());
    }
    try {
      switch (block.label()) {
        case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
            certificate(block.content());
        case "PRIVATE KEY" -> keys.add(block.content());
        case "ENCRYPTED PRIVATE KEY" -> {
          EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(block.content());
          if (password.length == 0) {
            throw protection.wrongPassword();
          }
          keys.add(protection.decrypt(key.getEncryptionAlgorithm(), key.getEncryptedData()));
        }
        case "RSA PRIVATE KEY" ->
            keys.add(
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(
                            PKCSObjectIdentifiers.rsaEncryption,
                            org.bouncycastle.asn1.DERNull.INSTANCE),
                        RSAPrivateKey.getInstance(block.content()))
                    .getEncoded());
        case "EC PRIVATE KEY" -> {
          ECPrivateKey key = ECPrivateKey.getInstance(block.content());
          keys.add(
              new PrivateKeyInfo(
                      new AlgorithmIdentifier(
                          X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                      key)
                  .getEncoded());
        }
        default -> {
          // Parameters and requests come along in such files, and say nothing that is needed.
        }
      }
    } catch (IllegalArgumentException | IllegalStateException | IOException notWhatItSays) {
      throw Asn1Guard.garbage();
    }
  }

  private void certificate(byte[] der) {
    Asn1Guard.check(der);
    try {
      certificates.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException broken) {
      throw Refusal.invalid(
          "One of the certificates cannot be read. Export the chain anew, and import that.");
    }
  }

  List<X509Certificate> certificates() {
    if (certificates.isEmpty()) {
      throw Refusal.invalid("There is no certificate in the file. Add the file with the chain.");
    }
    return List.copyOf(certificates);
  }

  /** The only key, once however often it stands there. */
  PrivateKeyInfo key() {
    if (keys.isEmpty()) {
      throw Refusal.invalid("There is no private key in the file. Add the file with the key.");
    }
    if (keys.stream().anyMatch(key -> !Arrays.equals(key, keys.getFirst()))) {
      throw Refusal.invalid(
          "The file has several private keys. Export the one that belongs to the certificate"
              + " alone, and import that.");
    }
    byte[] only = keys.getFirst();
    Asn1Guard.check(only);
    try {
      return PrivateKeyInfo.getInstance(only);
    } catch (IllegalArgumentException notAKey) {
      throw Asn1Guard.garbage();
    }
  }

  void wipe() {
    keys.forEach(key -> Arrays.fill(key, (byte) 0));
    plain.forEach(key -> Arrays.fill(key, (byte) 0));
  }
}
