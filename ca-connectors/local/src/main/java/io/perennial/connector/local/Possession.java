package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import java.io.IOException;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** Proof that the requester holds the private key (RFC 2986, section 4.2). */
final class Possession {

  /** Verifies elliptic curves' signatures without translating the key first. */
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private Possession() {}

  static boolean proved(CertificateRequest request) {
    try {
      PKCS10CertificationRequest csr = new PKCS10CertificationRequest(request.csr());
      return Arrays.equals(
              csr.getSubjectPublicKeyInfo().getEncoded(), request.publicKey().getEncoded())
          && csr.isSignatureValid(verifier(request.publicKey()));
    } catch (IOException | OperatorCreationException | PKCSException malformed) {
      return false;
    }
  }

  private static ContentVerifierProvider verifier(PublicKey key) throws OperatorCreationException {
    JcaContentVerifierProviderBuilder builder = new JcaContentVerifierProviderBuilder();
    return key.getAlgorithm().startsWith("EC")
        ? builder.setProvider(BOUNCY_CASTLE).build(key)
        : builder.build(key);
  }
}
