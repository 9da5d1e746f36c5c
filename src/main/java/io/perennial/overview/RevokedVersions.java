package io.perennial.overview;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.overview.OverviewRepository.Revoked;
import io.perennial.overview.OverviewRepository.RevokedServed;
import io.perennial.overview.OverviewRepository.Worst;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Versions that are revoked and yet in use, or whose CA has not revoked them yet. */
@Component
class RevokedVersions implements Concern {

  private final OverviewRepository repository;
  private final Authorizer authorizer;

  RevokedVersions(OverviewRepository repository, Authorizer authorizer) {
    this.repository = repository;
    this.authorizer = authorizer;
  }

  @Override
  public Findings look(Principal actor, Instant now) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    List<Need> told = new ArrayList<>();
    Worst<Revoked> found = repository.revoked(now, TOLD);
    for (Revoked revoked : found.first()) {
      revoked.problem().ifPresent(problem -> told.add(need(revoked, answer(revoked, problem))));
      if (revoked.inUse()) {
        told.add(
            need(
                revoked,
                "Version %d is revoked (%s), and nothing has taken its place yet. %s"
                    .formatted(revoked.version(), revoked.reason().words(), revoked.plan())));
      }
    }
    Worst<RevokedServed> served = repository.revokedServed(now, TOLD);
    served.first().stream().map(RevokedVersions::served).forEach(told::add);
    return new Findings(Map.of(Clause.REVOKED, found.total() + served.total()), told);
  }

  /** What the CA makes of the wish, where it has not done as asked. */
  private static String answer(Revoked revoked, String problem) {
    return revoked.stands()
        ? "Version %d is not revoked yet, and is tried again: %s"
            .formatted(revoked.version(), problem)
        : "Version %d was not revoked: %s".formatted(revoked.version(), problem);
  }

  private static Need served(RevokedServed seen) {
    return new Need(
        Clause.REVOKED,
        seen.name(),
        Optional.of(seen.certificate()),
        "%s:%d still serves version %d, which is revoked. Make sure that %s takes the newest."
            .formatted(seen.address(), seen.port(), seen.version(), seen.server()));
  }

  private static Need need(Revoked revoked, String sentence) {
    return new Need(Clause.REVOKED, revoked.name(), Optional.of(revoked.certificate()), sentence);
  }
}
