package io.perennial.operations.internal;

import static io.perennial.operations.internal.OwnIdentity.OPERATIONS;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.publication.Truths;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes what every deployment has: the first vault, the built-in issuers, and the server's own
 * certificate with its binding. What is there already stays as it is, but for the own names and
 * port, which follow the settings.
 */
@Component
class FirstRun {

  static final ObjectName PRIVATE_CA = new ObjectName("private-ca");
  static final ObjectName SELF_SIGNED = new ObjectName("self-signed");

  private static final ObjectName UNKNOWN_CA = new ObjectName("unknown");
  private static final ObjectName IMPORTED = new ObjectName("imported");

  private final Vaults vaults;
  private final Issuers issuers;
  private final Certificates certificates;
  private final Consumers consumers;
  private final Bindings bindings;
  private final OwnNames own;

  FirstRun(
      Vaults vaults,
      Issuers issuers,
      Certificates certificates,
      Consumers consumers,
      Bindings bindings,
      OwnNames own) {
    this.vaults = vaults;
    this.issuers = issuers;
    this.certificates = certificates;
    this.consumers = consumers;
    this.bindings = bindings;
    this.own = own;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Vault vault = vaults.first();
    Issuer privateCa = issuer(PRIVATE_CA);
    issuer(SELF_SIGNED);
    unknownCa();
    Certificate certificate =
        certificates
            .find(OPERATIONS, vault.id(), OwnIdentity.CERTIFICATE)
            .map(this::keepNames)
            .orElseGet(() -> create(vault, privateCa));
    if (event.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      bind(certificate, context.getWebServer().getPort());
    }
  }

  /** The host name may have been set anew since the last start. */
  private Certificate keepNames(Certificate certificate) {
    CertificatePolicy known = certificate.policy();
    if (known.identifiers().equals(own.certified())) {
      return certificate;
    }
    return certificates.update(
        OPERATIONS,
        certificate.id(),
        certificate.issuer(),
        new CertificatePolicy(
            own.certified(),
            known.keyType(),
            known.validity(),
            known.profile(),
            known.lifetimeAction()));
  }

  /** And so may the port. */
  private void bind(Certificate certificate, int port) {
    ConsumerId ourselves = consumers.ourselves().id();
    List<Binding> known =
        bindings.truths(OPERATIONS, certificate.id()).stream()
            .map(Truths::binding)
            .filter(binding -> binding.consumer().equals(ourselves))
            .toList();
    if (known.stream()
        .anyMatch(binding -> binding.port() == port && binding.hosts().equals(own.certified()))) {
      return;
    }
    known.forEach(binding -> bindings.unbind(OPERATIONS, binding.id()));
    bindings.bind(
        OPERATIONS,
        new Bindings.Wanted(ourselves, certificate.id(), List.of(), OwnNames.LOOPBACK, port));
  }

  private Issuer issuer(ObjectName name) {
    Optional<Issuer> known = issuers.find(OPERATIONS, name);
    return known.orElseGet(() -> issuers.create(OPERATIONS, name, name.value(), Map.of()));
  }

  /** What imported certificates name as their issuer; somebody may have taken its usual name. */
  private void unknownCa() {
    if (issuers.list(OPERATIONS).stream().allMatch(issuers::issuing)) {
      ObjectName name = issuers.find(OPERATIONS, UNKNOWN_CA).isPresent() ? IMPORTED : UNKNOWN_CA;
      issuers.create(OPERATIONS, name, UNKNOWN_CA.value(), Map.of());
    }
  }

  private Certificate create(Vault vault, Issuer issuer) {
    return certificates.create(
        OPERATIONS,
        new NewCertificate(
            vault.id(),
            OwnIdentity.CERTIFICATE,
            issuer.id(),
            new CertificatePolicy(
                own.certified(),
                KeyType.P_256,
                Optional.empty(),
                Optional.empty(),
                CertificatePolicy.TWO_THIRDS),
            Map.of("purpose", "the server's own TLS listener")));
  }
}
