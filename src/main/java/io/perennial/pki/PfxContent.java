package io.perennial.pki;

import io.perennial.kernel.Refusal;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;

/**
 * Takes PKCS#12 apart (RFC 7292), with eyes open: sizes, counts and rounds are looked at before
 * anything is derived or decrypted.
 */
final class PfxContent {

  private static final int MOST_BAGS = 32;

  private final PasswordProtection protection;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> certificates = new ArrayList<>();
  private int bags;

  private PfxContent(PasswordProtection protection) {
    this.protection = protection;
  }

  /**
   * What is in it.
   *
   * @param keys PKCS#8, DER
   * @param certificates DER
   */
  record Found(List<byte[]> keys, List<byte[]> certificates) {}

  static Found read(byte[] file, char[] password) {
    Asn1Guard.check(file);
    try {
      org.bouncycastle.asn1.pkcs.Pfx pfx = org.bouncycastle.asn1.pkcs.Pfx.getInstance(file);
      byte[] safe = data(pfx.getAuthSafe());
      PfxContent content = new PfxContent(unlocked(pfx, safe, password));
      Asn1Guard.check(safe);
      for (ContentInfo part : AuthenticatedSafe.getInstance(safe).getContentInfo()) {
        content.part(part);
      }
      return new Found(content.keys, content.certificates);
    } catch (IllegalArgumentException | IllegalStateException | IOException notPkcs12) {
      throw Asn1Guard.garbage();
    }
  }

  /** An empty password is written in two ways; which one, only the check tells. */
  private static PasswordProtection unlocked(
      org.bouncycastle.asn1.pkcs.Pfx pfx, byte[] safe, char[] password) {
    PasswordProtection usual = new PasswordProtection(password, false);
    MacData mac = pfx.getMacData();
    if (mac != null && PasswordMac.appliesTo(mac)) {
      if (PasswordMac.authentic(mac, safe, usual, password)) {
        return usual;
      }
      throw usual.wrongPassword();
    }
    if (mac == null
        || authentic(mac, safe, usual, PBEParametersGenerator.PKCS12PasswordToBytes(password))) {
      return usual;
    }
    if (password.length == 0) {
      PasswordProtection zero = new PasswordProtection(password, true);
      if (authentic(mac, safe, zero, new byte[2])) {
        return zero;
      }
    }
    throw usual.wrongPassword();
  }

  private static boolean authentic(
      MacData mac, byte[] safe, PasswordProtection protection, byte[] password) {
    Digest digest;
    try {
      digest = BcDefaultDigestProvider.INSTANCE.get(mac.getMac().getAlgorithmId());
    } catch (OperatorCreationException unknown) {
      throw PasswordProtection.unsupported();
    }
    PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(digest);
    generator.init(password, mac.getSalt(), protection.spend(mac.getIterationCount()));
    HMac hmac = new HMac(digest);
    hmac.init(generator.generateDerivedMacParameters(digest.getDigestSize() * 8));
    hmac.update(safe, 0, safe.length);
    byte[] found = new byte[hmac.getMacSize()];
    hmac.doFinal(found, 0);
    return MessageDigest.isEqual(found, mac.getMac().getDigest());
  }

  private static byte[] data(ContentInfo info) {
    if (!info.getContentType().equals(PKCSObjectIdentifiers.data)) {
      throw PasswordProtection.unsupported();
    }
    return ASN1OctetString.getInstance(info.getContent()).getOctets();
  }

  private void part(ContentInfo part) throws IOException {
    byte[] contents;
    if (part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
      EncryptedData encrypted = EncryptedData.getInstance(part.getContent());
      contents =
          protection.decrypt(
              encrypted.getEncryptionAlgorithm(), encrypted.getContent().getOctets());
    } else {
      contents = data(part);
    }
    Asn1Guard.check(contents);
    for (ASN1Encodable bag : ASN1Sequence.getInstance(contents)) {
      if (++bags > MOST_BAGS) {
        throw Refusal.invalid(
            "The file has more than %d entries. Export the key and its chain alone."
                .formatted(MOST_BAGS));
      }
      take(SafeBag.getInstance(bag));
    }
  }

  private void take(SafeBag bag) throws IOException {
    if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
      keys.add(bag.getBagValue().toASN1Primitive().getEncoded());
    } else if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
      EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
      keys.add(protection.decrypt(key.getEncryptionAlgorithm(), key.getEncryptedData()));
    } else if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
      CertBag certificate = CertBag.getInstance(bag.getBagValue());
      if (certificate.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
        certificates.add(ASN1OctetString.getInstance(certificate.getCertValue()).getOctets());
      }
    } else if (bag.getBagId().equals(PKCSObjectIdentifiers.safeContentsBag)) {
      throw PasswordProtection.unsupported();
    }
  }
}
