package io.perennial.issuer.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Probe;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerQueries;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class ListedIssuers implements IssuerQueries {

  private final IssuerRepository repository;
  private final Issuers issuers;
  private final Authorizer authorizer;

  ListedIssuers(IssuerRepository repository, Issuers issuers, Authorizer authorizer) {
    this.repository = repository;
    this.issuers = issuers;
    this.authorizer = authorizer;
  }

  @Override
  public Page<Issuer> page(Principal actor, Slice slice) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.deployment());
    return Page.of(
        repository.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        issuer -> issuer.name().value());
  }

  @Override
  public Probe probe(Principal actor, IssuerId id) {
    try {
      return issuers.open(actor, id).probe();
    } catch (CaMisconfigured wrong) {
      return new Probe(false, String.valueOf(wrong.getMessage()), Optional.empty());
    }
  }
}
