package io.perennial.issuer.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Probe;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerQueries;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Id;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class ListedIssuers implements IssuerQueries {

  private final IssuerRepository repository;
  private final Issuers issuers;
  private final ConnectorCatalogue catalogue;
  private final ConnectorOpener opener;
  private final Authorizer authorizer;

  ListedIssuers(
      IssuerRepository repository,
      Issuers issuers,
      ConnectorCatalogue catalogue,
      ConnectorOpener opener,
      Authorizer authorizer) {
    this.repository = repository;
    this.issuers = issuers;
    this.catalogue = catalogue;
    this.opener = opener;
    this.authorizer = authorizer;
  }

  @Override
  public Page<Issuer> page(Principal actor, Slice slice) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    Page<Issuer> page =
        Page.of(
            repository.page(slice.after().orElse(""), slice.limit() + 1),
            slice.limit(),
            IssuerRepository::place);
    return new Page<>(
        page.items().stream()
            .filter(issuer ->
                issuer.vault().isEmpty()
                    || authorizer.allows(actor, Permission.READ_ISSUERS, issuer.scope()))
            .toList(),
        page.next());
  }

  @Override
  public Probe probe(Principal actor, IssuerId id) {
    try {
      return issuers.open(actor, id).probe();
    } catch (CaMisconfigured wrong) {
      return new Probe(false, String.valueOf(wrong.getMessage()), Optional.empty());
    }
  }

  /** Whoever may configure a CA may have the server ask it. */
  @Override
  public Probe probe(Principal actor, String type, Map<String, String> settings) {
    authorizer.require(actor, Permission.WRITE_ISSUERS, Scope.deployment());
    ConnectorFactory factory =
        catalogue
            .find(type)
            .orElseThrow(() -> Refusal.notFound("There is no connector of that type."));
    try {
      return opener.probe(new IssuerId(Id.random(opener.random())), factory, settings);
    } catch (CaMisconfigured wrong) {
      throw Refusal.invalid(String.valueOf(wrong.getMessage())).at(wrong.setting());
    }
  }
}
