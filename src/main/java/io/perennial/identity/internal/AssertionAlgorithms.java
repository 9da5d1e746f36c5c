package io.perennial.identity.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.kernel.Refusal;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;

/** What assertions may be signed with (RFC 7518, section 3.1), and by which keys. */
final class AssertionAlgorithms {

  private static final Set<JWSAlgorithm> TAKEN =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  private static final int FEWEST_BITS = 2048;
  private static final int MOST_BITS = 8192;

  private AssertionAlgorithms() {}

  static boolean takes(SignedJWT assertion) {
    return TAKEN.contains(assertion.getHeader().getAlgorithm());
  }

  /**
   * @throws Refusal when no algorithm that is taken is for such a key
   */
  static void requireFit(PublicKey key) {
    boolean fits =
        switch (key) {
          case RSAPublicKey rsa ->
              rsa.getModulus().bitLength() >= FEWEST_BITS
                  && rsa.getModulus().bitLength() <= MOST_BITS;
          case ECPublicKey ec -> Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()));
          default -> false;
        };
    if (!fits) {
      throw Refusal.invalid(
          "The certificate's key signs no assertions that are taken here. Use RSA with %d to %d bits"
                  .formatted(FEWEST_BITS, MOST_BITS)
              + " or P-256.");
    }
  }

  /** Whether it is by that key; never, where the algorithm is for another kind of key. */
  static boolean signed(SignedJWT assertion, PublicKey key) {
    try {
      return assertion.verify(
          new DefaultJWSVerifierFactory().createJWSVerifier(assertion.getHeader(), key));
    } catch (JOSEException otherKind) {
      return false;
    }
  }
}
