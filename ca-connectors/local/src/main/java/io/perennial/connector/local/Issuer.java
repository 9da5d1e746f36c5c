package io.perennial.connector.local;

import io.perennial.connector.SigningKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Who signs.
 *
 * @param name written as issuer
 * @param key signs; its type decides the algorithm
 * @param lifetime that a certificate must not leave
 * @param chain the issuer's own certificate and those above it, without the root; empty where the
 *     certificate is its own root
 */
record Issuer(X500Name name, SigningKey key, Lifetime lifetime, List<X509Certificate> chain) {

  Issuer {
    chain = List.copyOf(chain);
  }

  byte[] keyIdentifier() {
    return KeyIdentifiers.of(key.publicKey());
  }

  X509Certificate sign(byte[] toBeSigned) throws SignatureException {
    return SignedCertificate.of(
        toBeSigned, key.type(), key.sign(key.type().signatureAlgorithm(), toBeSigned));
  }
}
