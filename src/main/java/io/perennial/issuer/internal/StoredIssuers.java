package io.perennial.issuer.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.Setting;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerChanged;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.policy.PolicyReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredIssuers implements Issuers {

  private final IssuerRepository repository;
  private final ConnectorCatalogue catalogue;
  private final ConnectorOpener opener;
  private final Authorizer authorizer;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  StoredIssuers(
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

  @Override
  public List<ConnectorFactory> kinds() {
    return catalogue.all();
  }

  @Override
  public List<String> brokenConnectors() {
    return catalogue.broken();
  }

  @Override
  @Transactional
  public Issuer create(
      Principal actor, ObjectName name, String type, Map<String, String> settings) {
    authorizer.require(actor, Permission.WRITE_ISSUERS, Scope.deployment());
    ConnectorFactory factory = factory(type);
    IssuerId id = new IssuerId(Id.random(opener.random()));
    check(id, factory, settings);
    Issuer issuer = new Issuer(id, name, type, part(factory, settings, false), Optional.empty(), 1);
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

  @Override
  @Transactional
  public Issuer update(Principal actor, IssuerId id, Map<String, String> settings) {
    return update(actor, id, settings, Expected.any());
  }

  @Override
  @Transactional
  public Issuer update(
      Principal actor, IssuerId id, Map<String, String> settings, Expected expected) {
    authorizer.require(actor, Permission.WRITE_ISSUERS, Scope.deployment());
    repository.hold(id);
    expected.check(load(id).revision());
    Issuer known = load(id);
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

  private void record(Principal actor, String action, Issuer issuer) {
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
            issuer.name().value(),
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

  @Override
  public List<Issuer> list(Principal actor) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return repository.list();
  }

  @Override
  public boolean selfSigning(Issuer issuer) {
    return catalogue.find(issuer.type()).filter(ConnectorFactory::selfSigning).isPresent();
  }

  @Override
  public boolean issuing(Issuer issuer) {
    return catalogue.find(issuer.type()).map(ConnectorFactory::issuing).orElse(true);
  }

  @Override
  public Issuer get(Principal actor, IssuerId id) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return load(id);
  }

  private Issuer load(IssuerId id) {
    return repository
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no issuer " + id.value() + "."));
  }

  @Override
  public Optional<Issuer> find(Principal actor, ObjectName name) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return repository.find(name);
  }

  @Override
  public Connector open(Principal actor, IssuerId id) throws CaMisconfigured {
    return opener.open(get(actor, id));
  }

  @Override
  public Connector open(Principal actor, Issuer issuer) throws CaMisconfigured {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return opener.open(issuer);
  }

  @Override
  public List<String> review(Principal actor, IssuerId id, RequestedCertificate requested)
      throws CaMisconfigured {
    return review(actor, get(actor, id), requested);
  }

  @Override
  public List<String> review(Principal actor, Issuer issuer, RequestedCertificate requested)
      throws CaMisconfigured {
    Connector connector = open(actor, issuer);
    List<String> objections =
        new ArrayList<>(PolicyReview.objections(requested, connector.limits()));
    objections.addAll(connector.review(requested));
    return objections;
  }

  @Override
  @Transactional
  public void mark(Principal actor, IssuerId id, Optional<String> problem) {
    authorizer.require(actor, Permission.WRITE_ISSUERS, Scope.deployment());
    Issuer known = load(id);
    if (known.problem().map(Issuer.Trouble::sentence).equals(problem)) {
      return;
    }
    repository.mark(id, problem.map(sentence -> new Issuer.Trouble(sentence, opener.now())));
    audit.record(
        new AuditEvent(
            actor.name(), "issuer.mark", known.name().value(), problem.orElse("works again")));
  }
}
