package io.perennial.pki;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Opens what an empty password protects under PBES2 (RFC 8018, section 6.2). Exports without a
 * password are such files; the library's own way refuses to derive a key from nothing.
 */
final class EmptyPassword {

  private static final Map<ASN1ObjectIdentifier, Integer> KEY_BITS =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 128,
          NISTObjectIdentifiers.id_aes192_CBC, 192,
          NISTObjectIdentifiers.id_aes256_CBC, 256);

  private EmptyPassword() {}

  static byte[] decrypt(PBES2Parameters scheme, byte[] encrypted)
      throws InvalidCipherTextException {
    PBKDF2Params derivation =
        PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
    ASN1ObjectIdentifier cipherName = scheme.getEncryptionScheme().getAlgorithm();
    Integer bits = KEY_BITS.get(cipherName);
    if (bits == null) {
      throw PasswordProtection.unsupported();
    }
    PKCS5S2ParametersGenerator generator =
        new PKCS5S2ParametersGenerator(
            digest(derivation.getPrf().getAlgorithm())
                .orElseThrow(PasswordProtection::unsupported));
    generator.init(
        new byte[0], derivation.getSalt(), derivation.getIterationCount().intValueExact());
    CipherParameters key = generator.generateDerivedParameters(bits);
    byte[] vector =
        ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters()).getOctets();
    PaddedBufferedBlockCipher cipher =
        new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
    cipher.init(false, new ParametersWithIV(key, vector));
    byte[] plain = new byte[cipher.getOutputSize(encrypted.length)];
    int length = cipher.processBytes(encrypted, 0, encrypted.length, plain, 0);
    length += cipher.doFinal(plain, length);
    byte[] exact = java.util.Arrays.copyOf(plain, length);
    java.util.Arrays.fill(plain, (byte) 0);
    return exact;
  }

  /** Of an HMAC. */
  static Optional<Digest> digest(ASN1ObjectIdentifier prf) {
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA1)) {
      return Optional.of(new SHA1Digest());
    }
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
      return Optional.of(SHA256Digest.newInstance());
    }
    if (prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA384)) {
      return Optional.of(new SHA384Digest());
    }
    return prf.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)
        ? Optional.of(new SHA512Digest())
        : Optional.empty();
  }
}
