package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** Proof that the requester holds the private key (RFC 2986, section 4.2). */
final class Possession {

  private Possession() {}

  static boolean proved(CertificateRequest request) {
    try {
      PKCS10CertificationRequest csr = new PKCS10CertificationRequest(request.csr());
      return Arrays.equals(
              csr.getSubjectPublicKeyInfo().getEncoded(), request.publicKey().getEncoded())
          && csr.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(request.publicKey()));
    } catch (IOException | OperatorCreationException | PKCSException malformed) {
      return false;
    }
  }
}
