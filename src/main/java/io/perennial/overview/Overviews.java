package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import io.perennial.renewal.Renewal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Looks at every binding and says whether anybody must act. */
@Service
public class Overviews {

  private final Bindings bindings;
  private final Renewal renewal;
  private final List<Concern> concerns;
  private final Clock clock;

  Overviews(Bindings bindings, Renewal renewal, List<Concern> concerns, Clock clock) {
    this.bindings = bindings;
    this.renewal = renewal;
    this.concerns = concerns;
    this.clock = clock;
  }

  /** The state of things now. */
  public Overview now(Principal actor) {
    Instant now = clock.instant();
    Optional<Instant> swept = renewal.lastSweep();
    Duration patience = renewal.sweepInterval().multipliedBy(2);
    List<Truths> all = bindings.truths(actor);
    List<Need> needs = new ArrayList<>();
    if (swept.filter(at -> !at.plus(patience).isBefore(now)).isEmpty()) {
      needs.add(
          new Need(
              Clause.SWEEP,
              "Perennial",
              Optional.empty(),
              "The sweep for due certificates has not run within %s. Is the server overloaded, or was its clock set?"
                  .formatted(Span.words(patience))));
    }
    Set<Need> found = new LinkedHashSet<>();
    for (Truths truths : all) {
      version(truths, now).ifPresent(found::add);
      nextAction(truths.certificate(), now, patience).ifPresent(found::add);
      served(truths).ifPresent(found::add);
    }
    concerns.forEach(concern -> found.addAll(concern.needs(actor, all, now)));
    needs.addAll(found);
    return new Overview(needs, swept, margin(all, now), all.size(), now);
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

  private static Optional<Duration> margin(List<Truths> all, Instant now) {
    return all.stream()
        .map(truths ->
            truths
                .binding()
                .served()
                .notAfter()
                .or(() -> truths.published().map(Version::notAfter))
                .map(end -> Duration.between(now, end))
                .orElse(Duration.ZERO))
        .min(Comparator.naturalOrder());
  }
}
