package io.perennial.publication.internal;

import io.perennial.audit.AuditEvent;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.envelope.Envelope;
import io.perennial.key.Keys;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.ClientRequest;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumer;
import io.perennial.publication.Proof;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** Signs outside of transactions: opening a key and using it takes longer than they should. */
@Service
@EnableConfigurationProperties(AgentProperties.class)
class IssuedClientCertificates implements ClientCertificates {

  private static final String KEY = "client-authority";

  /** For clients whose clock is behind, should they look at their own certificate. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final ClientCertificateRepository repository;
  private final Identification identification;
  private final Keys keys;
  private final Envelope envelope;
  private final Gate gate;
  private final AgentProperties properties;
  private volatile @Nullable ClientAuthority authority;

  IssuedClientCertificates(
      ClientCertificateRepository repository,
      Identification identification,
      Keys keys,
      Envelope envelope,
      Gate gate,
      AgentProperties properties) {
    this.repository = repository;
    this.identification = identification;
    this.keys = keys;
    this.envelope = envelope;
    this.gate = gate;
    this.properties = properties;
  }

  @Override
  public X509Certificate authority() {
    return known().certificate();
  }

  @Override
  public Certified issue(Proof proof, String csr) {
    Consumer consumer = identification.renewing(proof);
    ClientRequest request = ClientRequest.read(csr);
    Instant now = gate.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(properties.certificateLife());
    X509Certificate certificate =
        known()
            .issue(
                request.key(),
                URI.create(
                    "spiffe://%s/consumer/%s"
                        .formatted(envelope.deployment(), consumer.id().value())),
                consumer.id().value(),
                new ClientAuthority.Life(now.minus(BACKDATED), end),
                gate.random());
    gate.atomically(() -> {
      // What was issued and never used was lost on its way.
      repository.deleteUnused(consumer.id());
      repository.insert(Fingerprint.of(certificate), consumer.id(), now, end);
      gate.record(
          new AuditEvent(
              consumer.name().value(),
              "consumer.certificate",
              consumer.scope().path(),
              "issued with serial number %s, until %s"
                  .formatted(certificate.getSerialNumber().toString(16), end)));
    });
    return new Certified(consumer, certificate);
  }

  private ClientAuthority known() {
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
