package io.perennial.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;

/**
 * PKCS#12 as it was written before 2020: pbeWithSHAAnd3-KeyTripleDES-CBC and HMAC with SHA-1 (RFC
 * 7292, appendix C). Java's own key stores can write it for a whole process only.
 */
final class CompatiblePkcs12 {

  private static final int ITERATIONS = 2048;

  private CompatiblePkcs12() {}

  static byte[] build(PrivateKey key, List<X509Certificate> chain, char[] password) {
    int iterations = password.length == 0 ? OpenPkcs12.ITERATIONS : ITERATIONS;
    return Pkcs12Bags.build(
        key,
        chain,
        () -> encryption(password, iterations),
        new BcPKCS12MacCalculatorBuilder().setIterationCount(iterations),
        password);
  }

  private static OutputEncryptor encryption(char[] password, int iterations) {
    return new BcPKCS12PBEOutputEncryptorBuilder(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            CBCBlockCipher.newInstance(new DESedeEngine()))
        .setIterationCount(iterations)
        .build(password);
  }
}
