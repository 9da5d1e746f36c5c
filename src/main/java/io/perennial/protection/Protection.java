package io.perennial.protection;

import static java.util.stream.Collectors.joining;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.policy.CertificatePolicy;
import io.perennial.protection.Wish.ServerWish;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Invitation;
import io.perennial.vault.Vaults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** From a typed name to a certificate on its way, bound to the servers that shall serve it. */
@Service
public class Protection {

  private static final int MAX_PORT = 65_535;
  private static final Set<String> BUILT_IN = Set.of("private-ca", "self-signed");

  private final Certificates certificates;
  private final Issuers issuers;
  private final Consumers consumers;
  private final Bindings bindings;
  private final Vaults vaults;

  Protection(
      Certificates certificates,
      Issuers issuers,
      Consumers consumers,
      Bindings bindings,
      Vaults vaults) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.consumers = consumers;
    this.bindings = bindings;
    this.vaults = vaults;
  }

  /** The same as below, in the first vault. */
  @Transactional
  public Certificate protect(Principal actor, Wish wish) {
    return protect(actor, "", wish);
  }

  /**
   * Creates the certificate and its bindings, all or nothing; the order starts by itself.
   *
   * @param vault by name; blank: the first
   * @throws Refusal that says which field is wrong and what to enter
   */
  @Transactional
  public Certificate protect(Principal actor, String vault, Wish wish) {
    VaultId at = Wishes.at("vault", () -> vaults.named(vault).id());
    CertificatePolicy policy = Wishes.policy(wish);
    Issuer issuer = Wishes.at("issuer", () -> issuer(actor, at, wish.issuer()));
    Reviews.require(issuers, actor, issuer, policy);
    Certificate certificate =
        Wishes.at(
            "name",
            () ->
                certificates.create(
                    actor,
                    new NewCertificate(at, named(wish, policy), issuer.id(), policy, Map.of())));
    for (ServerWish server : wish.servers()) {
      bindOneOfSeveral(actor, certificate.id(), server);
    }
    return certificate;
  }

  private static ObjectName named(Wish wish, CertificatePolicy policy) {
    return wish.name().isBlank()
        ? ObjectName.from(policy.identifiers().getFirst().value())
        : new ObjectName(wish.name());
  }

  private void bindOneOfSeveral(Principal actor, CertificateId certificate, ServerWish server) {
    try {
      bind(actor, certificate, server);
    } catch (Refusal refusal) {
      throw refusal
          .field()
          .map(field -> refusal.at(field.equals("server") ? field : field + "-" + server.server()))
          .orElse(refusal);
    }
  }

  /** Edits what is wanted of a certificate; it is issued anew at once. */
  @Transactional
  public Certificate edit(Principal actor, CertificateId id, Wish wish) {
    return edit(actor, id, wish, Expected.any());
  }

  /**
   * The same, if its policy is still the one that was read.
   *
   * @param expected policy revisions
   */
  @Transactional
  public Certificate edit(Principal actor, CertificateId id, Wish wish, Expected expected) {
    CertificatePolicy policy = Wishes.policy(wish);
    VaultId vault = certificates.get(actor, id).vault();
    Issuer issuer = Wishes.at("issuer", () -> issuer(actor, vault, wish.issuer()));
    Reviews.require(issuers, actor, issuer, policy);
    return certificates.update(actor, id, issuer.id(), policy, expected);
  }

  /** Lets one more server serve a certificate. */
  @Transactional
  public Binding bind(Principal actor, CertificateId certificate, ServerWish wish) {
    Consumer consumer = Wishes.at("server", () -> consumer(actor, wish));
    int port = Wishes.at("port", () -> Wishes.port(wish.port()));
    return Wishes.at(
        port < 1 || port > MAX_PORT ? "port" : "address",
        () ->
            bindings.bind(
                actor,
                new Bindings.Wanted(
                    consumer.id(), certificate, List.of(), wish.address().strip(), port)));
  }

  /** Invites a server and lets it serve a certificate from the moment it enrols. */
  @Transactional
  public Invitation invite(Principal actor, CertificateId certificate, ServerWish wish) {
    Invitation invitation =
        Wishes.at("server", () -> consumers.invite(actor, new ObjectName(wish.server())));
    bind(actor, certificate, wish);
    return invitation;
  }

  private Consumer consumer(Principal actor, ServerWish wish) {
    return name(wish.server())
        .flatMap(name -> consumers.find(actor, name))
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no server '%s'. Enrol it first.".formatted(Wishes.shown(wish.server()))));
  }

  private Issuer issuer(Principal actor, VaultId vault, String name) {
    if (!name.isBlank()) {
      return name(name)
          .flatMap(known -> issuers.find(actor, vault, known))
          .orElseThrow(() ->
              Refusal.invalid(
                  "There is no issuer '%s'; choose one of %s."
                      .formatted(
                          Wishes.shown(name),
                          issuers.list(actor, vault).stream()
                              .filter(issuers::issuing)
                              .map(issuer -> issuer.name().value())
                              .collect(joining(", ")))));
    }
    return preferredIssuer(actor)
        .orElseThrow(() -> Refusal.conflict("No issuer is configured yet. Add one first."));
  }

  /** The issuer that is taken when nobody names one: the first that is not built in. */
  public Optional<Issuer> preferredIssuer(Principal actor) {
    List<Issuer> all =
        issuers.list(actor).stream()
            .filter(issuer -> issuer.vault().isEmpty() && issuers.issuing(issuer))
            .toList();
    return all.stream()
        .filter(issuer -> !BUILT_IN.contains(issuer.name().value()))
        .findFirst()
        .or(() ->
            all.stream().filter(issuer -> issuer.name().value().equals("private-ca")).findFirst());
  }

  /** Empty for what can be nobody's name. */
  private static Optional<ObjectName> name(String typed) {
    try {
      return Optional.of(new ObjectName(typed));
    } catch (Refusal notAName) {
      return Optional.empty();
    }
  }
}
