package io.perennial.vaultapi.internal;

import io.perennial.kernel.Refusal;
import io.perennial.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Certificates as clients send them one by one. */
final class EncodedChain {

  private static final int MOST = 10;

  private EncodedChain() {}

  /**
   * @param sent DER, base64
   */
  static List<X509Certificate> read(List<String> sent) {
    if (sent.isEmpty() || sent.size() > MOST) {
      throw VaultProblem.badParameter(
          "x5c holds 1 to %d certificates, the issued one first.".formatted(MOST));
    }
    return sent.stream().map(EncodedChain::certificate).toList();
  }

  private static X509Certificate certificate(String sent) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(sent.getBytes(StandardCharsets.US_ASCII));
      return Pem.certificate(der);
    } catch (IllegalArgumentException | Refusal unreadable) {
      throw VaultProblem.badParameter(
          "x5c holds something that is no X.509 certificate in DER and base64.");
    }
  }
}
