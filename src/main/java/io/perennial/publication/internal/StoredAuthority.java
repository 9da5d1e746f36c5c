package io.perennial.publication.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.envelope.Envelope;
import io.perennial.key.Keys;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.Proof;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The authority for clients: made when first asked for, the same ever after. */
@Component
class StoredAuthority {

  private static final String KEY = "client-authority";
  private static final int REMEMBERED = 10_000;

  /**
   * Which certificates it signed, and which it did not: neither ever changes, and a stranger who
   * asks again and again costs no more than one signature. Whether they count is not in here.
   */
  private final Cache<Fingerprint, Boolean> looked =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private final ClientCertificateRepository repository;
  private final Keys keys;
  private final Envelope envelope;
  private final Gate gate;
  private volatile @Nullable ClientAuthority authority;

  StoredAuthority(ClientCertificateRepository repository, Keys keys, Envelope envelope, Gate gate) {
    this.repository = repository;
    this.keys = keys;
    this.envelope = envelope;
    this.gate = gate;
  }

  /** Whether it signed what a client shows; outside of transactions, for it takes a while. */
  boolean signed(Proof.ClientCertificate shown) {
    return looked.get(
        shown.fingerprint(), unknown -> ClientAuthority.signed(shown.der(), get().certificate()));
  }

  ClientAuthority get() {
    ClientAuthority known = authority;
    if (known == null) {
      SigningKey key = keys.ownKey(KEY, KeyType.P_256);
      known = new ClientAuthority(key, stored(key));
      authority = known;
    }
    return known;
  }

  /** Of two nodes that make one for the same key, the slower takes what the faster stored. */
  private X509Certificate stored(SigningKey key) {
    return read(
        repository
            .authority()
            .orElseGet(() -> {
              try {
                byte[] made = create(key);
                gate.atomically(() -> repository.insertAuthority(made));
                return made;
              } catch (DuplicateKeyException otherNodeWasFirst) {
                return repository.authority().orElseThrow(() -> otherNodeWasFirst);
              }
            }));
  }

  private byte[] create(SigningKey key) {
    try {
      return ClientAuthority.create(
              key, "Perennial agents " + envelope.deployment(), gate.now(), gate.random())
          .certificate()
          .getEncoded();
    } catch (CertificateException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate read(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException broken) {
      throw new IllegalStateException(
          "the stored certificate of the authority for clients cannot be read", broken);
    }
  }
}
