package io.perennial.issuer.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerChanged;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** What changes issuers, in the caller's transaction. */
@Component
class IssuerWriter {

  private final IssuerRepository repository;
  private final ConnectorCatalogue catalogue;
  private final ConnectorOpener opener;
  private final Authorizer authorizer;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  IssuerWriter(
      IssuerRepository repository,
      ConnectorCatalogue catalogue,
      ConnectorOpener opener,
      Authorizer authorizer,
      Audit audit,
      ApplicationEventPublisher events) {
    this.repository = repository;
    this.catalogue = catalogue;
    this.opener = opener;
    this.authorizer = authorizer;
    this.audit = audit;
    this.events = events;
  }

  Issuer load(IssuerId id) {
    return repository
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no issuer " + id.value() + "."));
  }

  /** A vault's own people configure theirs, and who configures the deployment's all of them. */
  private void require(Principal actor, Permission permission, Optional<VaultId> vault) {
    if (vault.isEmpty()
        || !authorizer.allows(actor, Permission.WRITE_ISSUERS, Scope.deployment())) {
      authorizer.require(
          actor,
          vault.isEmpty() ? Permission.WRITE_ISSUERS : permission,
          vault.map(Scope::vault).orElseGet(Scope::deployment));
    }
  }

  /** As nobody else can change it until the transaction ends. */
  private Issuer held(Principal actor, Permission permission, IssuerId id) {
    require(actor, permission, load(id).vault());
    repository.hold(id);
    return load(id);
  }

  /** For the audit. */
  static String subject(Issuer issuer) {
    return issuer.vault().map(vault -> Scope.vault(vault).path() + "issuers/").orElse("")
        + issuer.name().value();
  }

  Issuer create(
      Principal actor,
      Optional<VaultId> vault,
      ObjectName name,
      String type,
      Map<String, String> settings) {
    require(actor, Permission.WRITE_VAULT_ISSUERS, vault);
    ConnectorFactory factory = factory(type);
    IssuerId id = new IssuerId(Id.random(opener.random()));
    check(id, factory, settings);
    Issuer issuer =
        new Issuer(
            id, vault, name, type, part(factory, settings, false), true, Optional.empty(), 1);
    try {
      repository.insert(
          issuer, opener.seal(issuer.id(), part(factory, settings, true)), opener.now());
    } catch (DuplicateKeyException taken) {
      throw Refusal.conflict(
          "There is already an issuer %s. Edit that one, or choose another name."
              .formatted(name.value()));
    }
    record(actor, "issuer.create", issuer);
    return issuer;
  }

  Issuer update(Principal actor, IssuerId id, Map<String, String> settings, Expected expected) {
    Issuer known = held(actor, Permission.WRITE_VAULT_ISSUERS, id);
    expected.check(known.revision());
    ConnectorFactory factory = factory(known.type());
    Map<String, String> complete = new TreeMap<>(opener.secrets(id));
    settings.forEach((setting, value) -> {
      if (!value.isBlank()) {
        complete.put(setting, value);
      }
    });
    check(id, factory, complete);
    repository.update(
        id, part(factory, complete, false), opener.seal(id, part(factory, complete, true)));
    Issuer updated = load(id);
    record(actor, "issuer.update", updated);
    events.publishEvent(new IssuerChanged(id));
    return updated;
  }

  void record(Principal actor, String action, Issuer issuer) {
    String terms =
        catalogue.find(issuer.type()).stream()
            .flatMap(factory -> factory.settings().settings().stream())
            .filter(setting -> setting.kind() == Setting.Kind.TERMS)
            .map(setting -> issuer.settings().get(setting.name()))
            .filter(accepted -> accepted != null && !accepted.isBlank())
            .map(accepted -> ", accepted the terms at " + accepted)
            .findFirst()
            .orElse("");
    String names = issuer.allowedNames().toString();
    audit.record(
        new AuditEvent(
            actor.name(),
            action,
            subject(issuer),
            "type "
                + issuer.type()
                + terms
                + (names.isEmpty() ? "" : ", names limited to " + names)));
  }

  private ConnectorFactory factory(String type) {
    return catalogue
        .find(type)
        .orElseThrow(() ->
            Refusal.invalid(
                "There is no connector of type '%s'; there are %s."
                    .formatted(
                        type, catalogue.all().stream().map(ConnectorFactory::type).toList())));
  }

  private void check(IssuerId id, ConnectorFactory factory, Map<String, String> settings) {
    try {
      opener.check(id, factory, settings);
    } catch (CaMisconfigured wrong) {
      throw Refusal.invalid(wrong.setting() + ": " + wrong.getMessage());
    }
  }

  private static Map<String, String> part(
      ConnectorFactory factory, Map<String, String> settings, boolean secret) {
    Map<String, String> part = new TreeMap<>();
    for (Setting setting : factory.settings().settings()) {
      String value = settings.getOrDefault(setting.name(), "");
      if (!value.isBlank() && (setting.kind() == Setting.Kind.SECRET) == secret) {
        part.put(setting.name(), value.strip());
      }
    }
    return part;
  }

  /** Lets it be asked, or not; orders that wait for it go on at once. */
  Issuer enable(Principal actor, IssuerId id, boolean enabled) {
    Issuer known = held(actor, Permission.WRITE_VAULT_ISSUERS, id);
    if (known.enabled() == enabled) {
      return known;
    }
    repository.enable(id, enabled);
    repository.mark(id, Optional.empty());
    audit.record(
        new AuditEvent(
            actor.name(), "issuer.update", subject(known), enabled ? "enabled" : "disabled"));
    events.publishEvent(new IssuerChanged(id));
    return load(id);
  }

  /**
   * @throws Refusal conflict while certificates or versions are its
   */
  void delete(Principal actor, IssuerId id) {
    Issuer known = held(actor, Permission.DELETE_VAULT_ISSUERS, id);
    if (!repository.delete(id)) {
      throw Refusal.conflict(
          "Certificates were issued by %s or name it in their policy. Purge them first, or disable the issuer."
              .formatted(known.name().value()));
    }
    opener.forget(actor, known);
    audit.record(new AuditEvent(actor.name(), "issuer.delete", subject(known), ""));
  }
}
