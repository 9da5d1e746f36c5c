package io.perennial.operations.internal;

import static io.perennial.operations.internal.OwnIdentity.OPERATIONS;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import io.perennial.web.WebProperties;
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
 * certificate with its binding. What is there already stays as it is.
 */
@Component
class FirstRun {

  static final ObjectName PRIVATE_CA = new ObjectName("private-ca");
  static final ObjectName SELF_SIGNED = new ObjectName("self-signed");

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
    Certificate own =
        certificates
            .find(OPERATIONS, vault.id(), OwnIdentity.CERTIFICATE)
            .orElseGet(() -> create(vault, privateCa));
    if (bindings.truths(OPERATIONS, own.id()).isEmpty()
        && event.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      bindings.bind(
          OPERATIONS,
          new Bindings.Wanted(
              consumers.ourselves().id(),
              own.id(),
              List.of(),
              "127.0.0.1",
              context.getWebServer().getPort()));
    }
  }

  private Issuer issuer(ObjectName name) {
    Optional<Issuer> known = issuers.find(OPERATIONS, name);
    return known.orElseGet(() -> issuers.create(OPERATIONS, name, name.value(), Map.of()));
  }

  private Certificate create(Vault vault, Issuer issuer) {
    List<Identifier> names =
        Stream.of(web.hostname(), "localhost", "127.0.0.1")
            .map(Identifiers::parse)
            .distinct()
            .toList();
    return certificates.create(
        OPERATIONS,
        new NewCertificate(
            vault.id(),
            OwnIdentity.CERTIFICATE,
            issuer.id(),
            new CertificatePolicy(
                names,
                KeyType.P_256,
                Optional.empty(),
                Optional.empty(),
                CertificatePolicy.TWO_THIRDS),
            Map.of("purpose", "the server's own TLS listener")));
  }
}
