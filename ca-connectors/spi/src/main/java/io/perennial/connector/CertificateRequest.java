package io.perennial.connector;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of a CA. Fixed before the first step and the same in every later one.
 *
 * @param order names the attempt
 * @param csr PKCS#10 (RFC 2986), DER; proves possession of the key
 * @param publicKey the key to certify
 * @param keyType of that key
 * @param identifiers at least one, without duplicates, the first also being the common name where
 *     the CA still writes one
 * @param validity how long the certificate should live, where the requester may say
 * @param profile the CA's name for a kind of certificate, where it has several
 */
public record CertificateRequest(
    OrderKey order,
    byte[] csr,
    PublicKey publicKey,
    KeyType keyType,
    List<Identifier> identifiers,
    Optional<Duration> validity,
    Optional<String> profile) {

  public CertificateRequest {
    identifiers = List.copyOf(identifiers);
    if (identifiers.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs at least one identifier");
    }
    csr = csr.clone();
  }

  @Override
  public byte[] csr() {
    return csr.clone();
  }
}
