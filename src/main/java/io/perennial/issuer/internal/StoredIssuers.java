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
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Expected;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.policy.PolicyReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredIssuers implements Issuers {

  private final IssuerRepository repository;
  private final ConnectorCatalogue catalogue;
  private final ConnectorOpener opener;
  private final Authorizer authorizer;
  private final Audit audit;
  private final IssuerWriter writer;

  StoredIssuers(
      IssuerRepository repository,
      ConnectorCatalogue catalogue,
      ConnectorOpener opener,
      Authorizer authorizer,
      Audit audit,
      IssuerWriter writer) {
    this.repository = repository;
    this.catalogue = catalogue;
    this.opener = opener;
    this.authorizer = authorizer;
    this.audit = audit;
    this.writer = writer;
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
    return writer.create(actor, Optional.empty(), name, type, settings);
  }

  @Override
  @Transactional
  public Issuer update(Principal actor, IssuerId id, Map<String, String> settings) {
    return writer.update(actor, id, settings, Expected.any());
  }

  @Override
  @Transactional
  public Issuer update(
      Principal actor, IssuerId id, Map<String, String> settings, Expected expected) {
    return writer.update(actor, id, settings, expected);
  }

  @Override
  public List<Issuer> list(Principal actor) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return repository.list().stream()
        .filter(issuer ->
            issuer.vault().isEmpty()
                || authorizer.allows(actor, Permission.READ_ISSUERS, issuer.scope()))
        .toList();
  }

  @Override
  public List<Issuer> list(Principal actor, VaultId vault) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.vault(vault));
    return repository.list(vault);
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
    return writer.load(id);
  }

  @Override
  public Optional<Issuer> find(Principal actor, ObjectName name) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return repository.find(name);
  }

  @Override
  public Optional<Issuer> find(Principal actor, VaultId vault, ObjectName name) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return repository.find(vault, name).or(() -> repository.find(name));
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
    Issuer known = writer.load(id);
    if (known.problem().map(Issuer.Trouble::sentence).equals(problem)) {
      return;
    }
    repository.mark(id, problem.map(sentence -> new Issuer.Trouble(sentence, opener.now())));
    audit.record(
        new AuditEvent(
            actor.name(),
            "issuer.mark",
            IssuerWriter.subject(known),
            problem.orElse("works again")));
  }
}
