package io.perennial.connector.local;

import io.perennial.connector.SigningKey;
import java.net.URI;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Who signs.
 *
 * @param name written as issuer
 * @param key signs; its type decides the algorithm
 * @param lifetime that a certificate must not leave
 * @param chain the issuer's own certificate and those above it, without the root; empty where the
 *     certificate is its own root
 * @param crl where the list of what it revoked is found, written into what it issues
 */
record Issuer(
    X500Name name,
    SigningKey key,
    Lifetime lifetime,
    List<X509Certificate> chain,
    Optional<URI> crl) {

  Issuer(X500Name name, SigningKey key, Lifetime lifetime, List<X509Certificate> chain) {
    this(name, key, lifetime, chain, Optional.empty());
  }

  Issuer {
    chain = List.copyOf(chain);
  }

  Issuer publishing(URI address) {
    return new Issuer(name, key, lifetime, chain, Optional.of(address));
  }

  byte[] keyIdentifier() {
    return KeyIdentifiers.of(key.publicKey());
  }

  X509Certificate sign(byte[] toBeSigned) throws SignatureException {
    return SignedCertificate.of(
        toBeSigned, key.type(), key.sign(key.type().signatureAlgorithm(), toBeSigned));
  }
}
