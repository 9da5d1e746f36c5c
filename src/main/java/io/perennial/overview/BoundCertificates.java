package io.perennial.overview;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.kernel.BindingId;
import io.perennial.overview.Concern.Findings;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.overview.OverviewRepository.Totals;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.Truths;
import io.perennial.renewal.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What is bound: has it a version, is something planned in time, is it served? The database finds
 * the bindings that break a condition; each condition stands here once more, for the words.
 */
@Component
class BoundCertificates {

  private final OverviewRepository repository;
  private final PublicationQueries publication;
  private final Renewal renewal;
  private final Authorizer authorizer;

  BoundCertificates(
      OverviewRepository repository,
      PublicationQueries publication,
      Renewal renewal,
      Authorizer authorizer) {
    this.repository = repository;
    this.publication = publication;
    this.renewal = renewal;
    this.authorizer = authorizer;
  }

  /**
   * What must be looked at.
   *
   * @param totals of now
   */
  Findings look(Principal actor, Totals totals, Instant now) {
    Duration patience = renewal.sweepInterval().multipliedBy(2);
    List<Need> told = new ArrayList<>();
    for (Truths truths : publication.truths(actor, faulty(now, now.minus(patience)))) {
      version(truths, now).filter(need -> !told.contains(need)).ifPresent(told::add);
      nextAction(truths.certificate(), now, patience)
          .filter(need -> !told.contains(need))
          .ifPresent(told::add);
      served(truths).ifPresent(told::add);
    }
    return new Findings(
        Map.of(
            Clause.VERSION, totals.withoutVersion(),
            Clause.NEXT_ACTION, totals.withoutNextAction(),
            Clause.SERVED, totals.notServed()),
        told);
  }

  /** Bindings that break a condition, the gravest first. */
  private List<BindingId> faulty(Instant now, Instant overdue) {
    Set<BindingId> faulty = new LinkedHashSet<>(repository.withoutVersion(now, Concern.TOLD));
    faulty.addAll(repository.withoutNextAction(overdue, Concern.TOLD));
    faulty.addAll(repository.notServed(Concern.TOLD));
    return faulty.stream().limit(Concern.TOLD).toList();
  }

  /** Of all bindings. */
  Totals totals(Principal actor, Instant now) {
    authorizer.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return repository.totals(now, now.minus(renewal.sweepInterval().multipliedBy(2)));
  }

  private static Optional<Need> version(Truths truths, Instant now) {
    Optional<Version> published = truths.published();
    if (published.isEmpty()) {
      return Optional.of(
          need(
              Clause.VERSION,
              truths.certificate(),
              "No version has been issued yet. " + truths.certificate().plan().sentence()));
    }
    return published
        .filter(version -> !version.notAfter().isAfter(now))
        .map(version ->
            need(
                Clause.VERSION,
                truths.certificate(),
                "Version %d has expired. %s"
                    .formatted(version.number(), truths.certificate().plan().sentence())));
  }

  private static Optional<Need> nextAction(
      Certificate certificate, Instant now, Duration patience) {
    Plan plan = certificate.plan();
    if (!certificate.enabled()) {
      return Optional.of(
          need(Clause.NEXT_ACTION, certificate, "It is disabled, so nothing renews it."));
    }
    if (plan.nextActionAt().plus(patience).isBefore(now)) {
      return Optional.of(
          need(
              Clause.NEXT_ACTION,
              certificate,
              "It should have been looked at on %s, but was not.".formatted(plan.nextActionAt())));
    }
    return plan.deadline()
        .filter(deadline -> plan.nextActionAt().isAfter(deadline))
        .map(deadline ->
            need(
                Clause.NEXT_ACTION,
                certificate,
                "Its deadline is %s, and nothing is planned before. %s"
                    .formatted(deadline, plan.sentence())));
  }

  private static Optional<Need> served(Truths truths) {
    return truths.served() || truths.published().isEmpty()
        ? Optional.empty()
        : Optional.of(need(Clause.SERVED, truths.certificate(), truths.sentence()));
  }

  private static Need need(Clause clause, Certificate certificate, String sentence) {
    return new Need(
        clause, certificate.name().value(), Optional.of(certificate.id().value()), sentence);
  }
}
