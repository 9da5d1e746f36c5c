package io.perennial.publication.internal;

import io.perennial.audit.AuditEvent;
import io.perennial.envelope.Envelope;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.ClientRequest;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumer;
import io.perennial.publication.Proof;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;

/** Signs outside of transactions: opening a key and using it takes longer than they should. */
@Service
@EnableConfigurationProperties(AgentProperties.class)
class IssuedClientCertificates implements ClientCertificates {

  /** For clients whose clock is behind, should they look at their own certificate. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final ClientCertificateRepository repository;
  private final Identification identification;
  private final StoredAuthority authority;
  private final Envelope envelope;
  private final Gate gate;
  private final AgentProperties properties;

  IssuedClientCertificates(
      ClientCertificateRepository repository,
      Identification identification,
      StoredAuthority authority,
      Envelope envelope,
      Gate gate,
      AgentProperties properties) {
    this.repository = repository;
    this.identification = identification;
    this.authority = authority;
    this.envelope = envelope;
    this.gate = gate;
    this.properties = properties;
  }

  @Override
  public X509Certificate authority() {
    return authority.get().certificate();
  }

  @Override
  public Certified issue(Proof proof, String csr) {
    Consumer consumer = identification.renewing(proof);
    ClientRequest request = ClientRequest.read(csr);
    Instant now = gate.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(properties.certificateLife());
    X509Certificate certificate =
        authority
            .get()
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
}
