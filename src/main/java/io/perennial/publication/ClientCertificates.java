package io.perennial.publication;

import java.security.cert.X509Certificate;

/** Short-lived certificates that servers show on the pull port, for keys that never leave them. */
public interface ClientCertificates {

  /** What signs them: made at the first call, the same ever after. */
  X509Certificate authority();

  /**
   * A certificate for a key of the server's. Its first use ends what the server showed before: its
   * credentials and its other certificates.
   *
   * @param proof also a certificate that expired a while ago, for which this is the way back
   * @param csr PEM; only its key is believed
   * @throws io.perennial.kernel.Refusal when the proof is none, or the request cannot be used
   */
  Certified issue(Proof proof, String csr);

  /** A server and its new certificate. */
  record Certified(Consumer consumer, X509Certificate certificate) {}
}
