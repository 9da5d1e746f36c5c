package io.perennial.pki;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;

/** The check of a PKCS#12 file by PBMAC1 with PBKDF2 (RFC 9579), as files without SHA-1 have it. */
final class PasswordMac {

  /** Octets (RFC 9579, section 6); more than a digest's block would be hashed first. */
  private static final int LEAST_KEY = 20;

  private static final int MOST_KEY = 64;

  private PasswordMac() {}

  static boolean appliesTo(MacData mac) {
    return mac.getMac().getAlgorithmId().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1);
  }

  /**
   * @throws io.perennial.kernel.Refusal when its derivation would cost too much, or is another
   */
  static boolean authentic(
      MacData mac, byte[] safe, PasswordProtection protection, char[] password) {
    PBMAC1Params scheme = PBMAC1Params.getInstance(mac.getMac().getAlgorithmId().getParameters());
    if (!scheme.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw PasswordProtection.unsupported();
    }
    PBKDF2Params derivation =
        PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
    PKCS5S2ParametersGenerator generator =
        new PKCS5S2ParametersGenerator(digest(derivation.getPrf().getAlgorithm()));
    generator.init(
        PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password),
        derivation.getSalt(),
        protection.spend(derivation.getIterationCount()));
    HMac hmac = new HMac(digest(scheme.getMessageAuthScheme().getAlgorithm()));
    hmac.init(generator.generateDerivedMacParameters(length(derivation.getKeyLength()) * 8));
    hmac.update(safe, 0, safe.length);
    byte[] found = new byte[hmac.getMacSize()];
    hmac.doFinal(found, 0);
    return MessageDigest.isEqual(found, mac.getMac().getDigest());
  }

  /** The file must say it (RFC 9579, section 4), and a long one costs rounds of its own. */
  private static int length(@org.jspecify.annotations.Nullable BigInteger octets) {
    return Optional.ofNullable(octets)
        .filter(given ->
            given.bitLength() < 31
                && given.intValueExact() >= LEAST_KEY
                && given.intValueExact() <= MOST_KEY)
        .orElseThrow(PasswordProtection::unsupported)
        .intValueExact();
  }

  private static Digest digest(ASN1ObjectIdentifier hmac) {
    return EmptyPassword.digest(hmac).orElseThrow(PasswordProtection::unsupported);
  }
}
