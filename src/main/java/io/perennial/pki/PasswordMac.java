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

  /** Octets. The file must say them (RFC 9579, section 4); the library's own files have 256. */
  private static final int LEAST_KEY = 20;

  private static final int MOST_KEY = 256;

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
    int octets = length(derivation.getKeyLength());
    Digest prf = digest(derivation.getPrf().getAlgorithm());
    // Each digest's worth of key takes all rounds anew.
    int times = Math.ceilDiv(octets, prf.getDigestSize());
    protection.spend(derivation.getIterationCount().multiply(BigInteger.valueOf(times)));
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(prf);
    generator.init(
        PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password),
        derivation.getSalt(),
        derivation.getIterationCount().intValueExact());
    HMac hmac = new HMac(digest(scheme.getMessageAuthScheme().getAlgorithm()));
    hmac.init(generator.generateDerivedMacParameters(octets * 8));
    hmac.update(safe, 0, safe.length);
    byte[] found = new byte[hmac.getMacSize()];
    hmac.doFinal(found, 0);
    return MessageDigest.isEqual(found, mac.getMac().getDigest());
  }

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
