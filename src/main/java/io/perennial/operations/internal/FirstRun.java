package io.perennial.operations.internal;

import static io.perennial.operations.internal.OwnIdentity.OPERATIONS;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.publication.Truths;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import io.perennial.web.WebProperties;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  private static final String LOOPBACK = "127.0.0.1";

  private final Vaults vaults;
  private final Issuers issuers;
  private final Certificates certificates;
  private final Consumers consumers;
  private final Bindings bindings;
  private final WebProperties web;

  FirstRun(
      Vaults vaults,
      Issuers issuers,
      Certificates certificates,
      Consumers consumers,
      Bindings bindings,
      WebProperties web) {
    this.vaults = vaults;
    this.issuers = issuers;
    this.certificates = certificates;
    this.consumers = consumers;
    this.bindings = bindings;
    this.web = web;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Vault vault = vaults.first();
    Issuer privateCa = issuer(PRIVATE_CA);
    issuer(SELF_SIGNED);
    unknownCa();
    Certificate own =
        certificates
            .find(OPERATIONS, vault.id(), OwnIdentity.CERTIFICATE)
            .map(this::keepNames)
            .orElseGet(() -> create(vault, privateCa));
    if (event.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      bind(own, context.getWebServer().getPort());
    }
  }

  /** The host name may have been set anew since the last start. */
  private Certificate keepNames(Certificate own) {
    CertificatePolicy known = own.policy();
    if (known.identifiers().equals(names())) {
      return own;
    }
    return certificates.update(
        OPERATIONS,
        own.id(),
        own.issuer(),
        new CertificatePolicy(
            names(), known.keyType(), known.validity(), known.profile(), known.lifetimeAction()));
  }

  /** And so may the port. */
  private void bind(Certificate own, int port) {
    ConsumerId ourselves = consumers.ourselves().id();
    List<Binding> known =
        bindings.truths(OPERATIONS, own.id()).stream()
            .map(Truths::binding)
            .filter(binding -> binding.consumer().equals(ourselves))
            .toList();
    if (known.stream()
        .anyMatch(binding -> binding.port() == port && binding.hosts().equals(names()))) {
      return;
    }
    known.forEach(binding -> bindings.unbind(OPERATIONS, binding.id()));
    bindings.bind(OPERATIONS, new Bindings.Wanted(ourselves, own.id(), List.of(), LOOPBACK, port));
  }

  private List<Identifier> names() {
    return Stream.of(LOOPBACK, "localhost", web.hostname())
        .map(Identifiers::parse)
        .distinct()
        .sorted(Comparator.comparing(Identifier::value))
        .toList();
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
                names(),
                KeyType.P_256,
                Optional.empty(),
                Optional.empty(),
                CertificatePolicy.TWO_THIRDS),
            Map.of("purpose", "the server's own TLS listener")));
  }
}
