package io.perennial.pki;

import java.io.OutputStream;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.io.CipherOutputStream;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;

/**
 * PKCS#12 under an empty password: AES-256 by PBES2 and a MAC by SHA-256, as readers of today
 * expect, with a single round of derivation. More rounds slow those down who guess a password, and
 * here is none to guess; they would only cost whoever reads many secrets.
 */
final class OpenPkcs12 {

  static final int ITERATIONS = 1;

  private static final int SALT_BYTES = 16;
  private static final int BLOCK_BYTES = 16;
  private static final int KEY_BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private OpenPkcs12() {}

  static byte[] build(PrivateKey key, List<X509Certificate> chain) {
    return Pkcs12Bags.build(
        key,
        chain,
        Encryption::new,
        new BcPKCS12MacCalculatorBuilder(
                SHA256Digest.newInstance(),
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE))
            .setIterationCount(ITERATIONS),
        new char[0]);
  }

  /** PBES2 (RFC 8018, section 6.2). The library's own way refuses to derive a key from nothing. */
  private static final class Encryption implements OutputEncryptor {

    private final byte[] salt = random(SALT_BYTES);
    private final byte[] vector = random(BLOCK_BYTES);
    private final CipherParameters key;

    private Encryption() {
      PKCS5S2ParametersGenerator generator =
          new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
      generator.init(new byte[0], salt, ITERATIONS);
      key = generator.generateDerivedParameters(KEY_BITS);
    }

    private static byte[] random(int bytes) {
      byte[] made = new byte[bytes];
      RANDOM.nextBytes(made);
      return made;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_PBES2,
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2,
                  new PBKDF2Params(
                      salt,
                      ITERATIONS,
                      new AlgorithmIdentifier(
                          PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))),
              new EncryptionScheme(
                  NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector))));
    }

    @Override
    public OutputStream getOutputStream(OutputStream out) {
      PaddedBufferedBlockCipher cipher =
          new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
      cipher.init(true, new ParametersWithIV(key, vector));
      return new CipherOutputStream(out, cipher);
    }

    @Override
    public GenericKey getKey() {
      throw new UnsupportedOperationException("only content is encrypted under it");
    }
  }
}
