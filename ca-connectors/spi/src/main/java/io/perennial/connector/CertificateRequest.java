package io.perennial.connector;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of a CA. Fixed before the first step and the same in every later one, but for what
 * is replaced, which the first step alone is told.
 *
 * @param order names the attempt
 * @param csr PKCS#10 (RFC 2986), DER; proves possession of the key
 * @param publicKey the key to certify
 * @param requested what the certificate shall be
 * @param replaced the certificate of this CA that the new one is to replace, where there is one
 */
public record CertificateRequest(
    OrderKey order,
    byte[] csr,
    PublicKey publicKey,
    RequestedCertificate requested,
    Optional<X509Certificate> replaced) {

  /** A request for a certificate that replaces none. */
  public CertificateRequest(
      OrderKey order, byte[] csr, PublicKey publicKey, RequestedCertificate requested) {
    this(order, csr, publicKey, requested, Optional.empty());
  }

  public CertificateRequest {
    csr = csr.clone();
  }

  /** The same request, for a certificate that is to replace one of the same CA. */
  public CertificateRequest replacing(X509Certificate certificate) {
    return new CertificateRequest(order, csr, publicKey, requested, Optional.of(certificate));
  }

  @Override
  public byte[] csr() {
    return csr.clone();
  }

  public List<Identifier> identifiers() {
    return requested.identifiers();
  }

  public KeyType keyType() {
    return requested.keyType();
  }

  public Optional<Duration> validity() {
    return requested.validity();
  }

  public Optional<String> profile() {
    return requested.profile();
  }

  public X509Properties properties() {
    return requested.properties();
  }
}
