package io.perennial.overview;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.overview.OverviewRepository.Watched;
import io.perennial.overview.OverviewRepository.Worst;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Imported certificates that near their end: nobody but a person replaces them. */
@Component
class WatchedCertificates implements Concern {

  private final OverviewRepository repository;
  private final Issuers issuers;
  private final Authorizer authorizer;

  WatchedCertificates(OverviewRepository repository, Issuers issuers, Authorizer authorizer) {
    this.repository = repository;
    this.issuers = issuers;
    this.authorizer = authorizer;
  }

  @Override
  public Findings look(Principal actor, Instant now) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    List<IssuerId> nobody =
        issuers.list(actor).stream()
            .filter(issuer -> !issuers.issuing(issuer))
            .map(Issuer::id)
            .toList();
    if (nobody.isEmpty()) {
      return new Findings(Map.of(), List.of());
    }
    Worst<Watched> watched = repository.watched(nobody, now, TOLD);
    return new Findings(
        Map.of(Clause.WATCHED, watched.total()),
        watched.first().stream().map(one -> need(one, now)).toList());
  }

  private static Need need(Watched watched, Instant now) {
    return new Need(
        Clause.WATCHED,
        watched.name(),
        Optional.of(watched.certificate()),
        "Version %d was imported and %s on %s; nothing renews it. Import its successor."
            .formatted(
                watched.version(),
                watched.notAfter().isAfter(now) ? "expires" : "expired",
                watched.notAfter()));
  }
}
