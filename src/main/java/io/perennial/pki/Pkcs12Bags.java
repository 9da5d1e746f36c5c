package io.perennial.pki;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

/** Puts a key and its chain together as PKCS#12 (RFC 7292), in DER, which every reader takes. */
final class Pkcs12Bags {

  private static final DERBMPString NAME = new DERBMPString("certificate");
  private static final DEROctetString KEY_ID = new DEROctetString(new byte[] {1});

  private Pkcs12Bags() {}

  /**
   * @param encryption anew for each part, so that none shares a salt
   */
  static byte[] build(
      PrivateKey key,
      List<X509Certificate> chain,
      Supplier<OutputEncryptor> encryption,
      PKCS12MacCalculatorBuilder mac,
      char[] password) {
    try {
      PKCS12SafeBag[] certificates = new PKCS12SafeBag[chain.size()];
      for (int at = 0; at < certificates.length; at++) {
        PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(chain.get(at));
        certificates[at] = at == 0 ? named(bag) : bag.build();
      }
      return new PKCS12PfxPduBuilder()
          .addEncryptedData(encryption.get(), certificates)
          .addData(named(new JcaPKCS12SafeBagBuilder(key, encryption.get())))
          .build(mac, password)
          .getEncoded(ASN1Encoding.DER);
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
}
