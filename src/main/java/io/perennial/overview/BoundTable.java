package io.perennial.overview;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.Truths;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** What stands below the sentence: bindings, and certificates that no server serves. */
@Service
public class BoundTable {

  private static final int UNBOUND_SHARE = 10;

  private final OverviewRepository repository;
  private final PublicationQueries publication;
  private final CertificateQueries certificates;
  private final Authorizer authorizer;

  BoundTable(
      OverviewRepository repository,
      PublicationQueries publication,
      CertificateQueries certificates,
      Authorizer authorizer) {
    this.repository = repository;
    this.publication = publication;
    this.certificates = certificates;
    this.authorizer = authorizer;
  }

  /**
   * What is not served as published, then what is, of each what ends first; then what is unbound,
   * of which a few in any case, because nothing else on the page tells of them.
   *
   * @param limit about so many rows
   */
  public Rows first(Principal actor, int limit) {
    authorizer.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    List<BindingId> ids = repository.bound(limit);
    List<CertificateId> free =
        repository.unbound(Math.max(limit - ids.size(), limit / UNBOUND_SHARE));
    Map<CertificateId, Listed> listed = certificates.all(actor, free);
    return new Rows(
        publication.truths(actor, ids),
        free.stream()
            .filter(listed::containsKey)
            .map(id -> Objects.requireNonNull(listed.get(id)))
            .toList());
  }

  /** The rows, in two kinds. */
  public record Rows(List<Truths> bound, List<Listed> unbound) {}
}
