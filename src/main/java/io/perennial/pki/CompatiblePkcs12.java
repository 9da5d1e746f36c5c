package io.perennial.pki;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

/**
 * PKCS#12 as it was written before 2020: pbeWithSHAAnd3-KeyTripleDES-CBC and HMAC with SHA-1 (RFC
 * 7292, appendix C). Java's own key stores can write it for a whole process only.
 */
final class CompatiblePkcs12 {

  private static final int ITERATIONS = 2048;
  private static final DERBMPString NAME = new DERBMPString("certificate");
  private static final DEROctetString KEY_ID = new DEROctetString(new byte[] {1});

  private CompatiblePkcs12() {}

  static byte[] build(PrivateKey key, List<X509Certificate> chain, char[] password) {
    try {
      PKCS12SafeBag[] certificates = new PKCS12SafeBag[chain.size()];
      for (int at = 0; at < certificates.length; at++) {
        PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(chain.get(at));
        certificates[at] = at == 0 ? named(bag) : bag.build();
      }
      return new PKCS12PfxPduBuilder()
          .addEncryptedData(encryption(password), certificates)
          .addData(named(new JcaPKCS12SafeBagBuilder(key, encryption(password))))
          .build(new BcPKCS12MacCalculatorBuilder().setIterationCount(ITERATIONS), password)
          .getEncoded();
    } catch (PKCSException | IOException impossible) {
      throw new IllegalStateException("PKCS#12 cannot be written", impossible);
    }
  }

  /** Readers find the key's certificate by the id that both have. */
  private static PKCS12SafeBag named(PKCS12SafeBagBuilder bag) {
    return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, NAME)
        .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, KEY_ID)
        .build();
  }

  private static OutputEncryptor encryption(char[] password) {
    return new BcPKCS12PBEOutputEncryptorBuilder(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            CBCBlockCipher.newInstance(new DESedeEngine()))
        .setIterationCount(ITERATIONS)
        .build(password);
  }
}
