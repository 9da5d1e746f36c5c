package io.perennial.identity.internal;

import io.perennial.access.Application;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.identity.ApplicationCertificate;
import io.perennial.identity.ApplicationCertificates;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Pem;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredApplicationCertificates implements ApplicationCertificates {

  private final ApplicationCertificateRepository repository;
  private final ApplicationRights rights;
  private final Clock clock;
  private final RandomGenerator random;

  StoredApplicationCertificates(
      ApplicationCertificateRepository repository,
      ApplicationRights rights,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.rights = rights;
    this.clock = clock;
    this.random = random;
  }

  @Override
  @Transactional
  public ApplicationCertificate register(Principal actor, ClientId application, String pem) {
    Application known = rights.requireStanding(actor, application);
    X509Certificate certificate = Pem.first(pem);
    AssertionAlgorithms.requireFit(certificate.getPublicKey());
    Instant now = clock.instant();
    if (!certificate.getNotAfter().toInstant().isAfter(now)) {
      throw Refusal.invalid(
          "The certificate expired on %s. Register its successor."
              .formatted(certificate.getNotAfter().toInstant()));
    }
    String thumbprint = Fingerprint.of(certificate).value();
    List<ApplicationCertificate> all = repository.list(application);
    Optional<ApplicationCertificate> same =
        all.stream().filter(one -> one.thumbprint().equals(thumbprint)).findFirst();
    if (same.isPresent()) {
      return same.filter(one -> one.usable(now))
          .orElseThrow(() ->
              Refusal.conflict(
                  "This certificate was revoked for good. Make another, with another key."));
    }
    if (all.stream().filter(one -> one.usable(now)).count() >= MOST) {
      throw Refusal.conflict(
          "The application %s has %d certificates already. Revoke one first."
              .formatted(known.name().value(), MOST));
    }
    return insert(actor, known, certificate, now);
  }

  private ApplicationCertificate insert(
      Principal actor, Application application, X509Certificate certificate, Instant now) {
    ApplicationCertificate registered =
        new ApplicationCertificate(
            Id.random(random),
            application.clientId(),
            Fingerprint.of(certificate).value(),
            now,
            certificate.getNotAfter().toInstant(),
            Optional.empty(),
            Optional.empty());
    try {
      repository.insert(registered, certificate.getEncoded());
    } catch (CertificateEncodingException broken) {
      throw new IllegalStateException("a certificate that was read cannot be written", broken);
    }
    rights.record(
        actor,
        "application.certificate.register",
        application,
        "%s until %s".formatted(registered.thumbprint(), registered.expiresAt()));
    return registered;
  }

  @Override
  @Transactional(readOnly = true)
  public List<ApplicationCertificate> list(Principal actor, ClientId application) {
    rights.require(actor, application);
    return repository.list(application);
  }

  @Override
  @Transactional
  public ApplicationCertificate revoke(Principal actor, ClientId application, String id) {
    Application known = rights.require(actor, application);
    if (!repository.revoke(application, id, clock.instant())) {
      throw Refusal.notFound(
          "The application %s has no such certificate that was not revoked."
              .formatted(known.name().value()));
    }
    ApplicationCertificate revoked =
        repository.list(application).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    rights.record(actor, "application.certificate.revoke", known, revoked.thumbprint());
    return revoked;
  }
}
