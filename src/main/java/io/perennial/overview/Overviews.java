package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.overview.Concern.Findings;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.overview.OverviewRepository.Totals;
import io.perennial.renewal.Renewal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Looks at everything and says whether anybody must act. */
@Service
public class Overviews {

  private final BoundCertificates bound;
  private final Renewal renewal;
  private final List<Concern> concerns;
  private final Clock clock;

  Overviews(BoundCertificates bound, Renewal renewal, List<Concern> concerns, Clock clock) {
    this.bound = bound;
    this.renewal = renewal;
    this.concerns = concerns;
    this.clock = clock;
  }

  /** The state of things now, in a fixed number of statements. */
  public Overview now(Principal actor) {
    Instant now = clock.instant();
    Optional<Instant> swept = renewal.lastSweep();
    Map<Clause, Long> counts = new EnumMap<>(Clause.class);
    List<Need> needs = new ArrayList<>();
    sweep(swept, now)
        .ifPresent(need -> {
          counts.put(Clause.SWEEP, 1L);
          needs.add(need);
        });
    Totals totals = bound.totals(actor, now);
    List<Findings> all = new ArrayList<>(List.of(bound.look(actor, totals, now)));
    concerns.forEach(concern -> all.add(concern.look(actor, now)));
    for (Findings findings : all) {
      findings.counts().forEach((clause, count) -> counts.merge(clause, count, Long::sum));
      needs.addAll(findings.told());
    }
    needs.sort(Comparator.comparing(Need::clause));
    return new Overview(
        needs,
        counts,
        swept,
        totals.worst().map(end -> Duration.between(now, end)),
        Math.toIntExact(totals.bindings()),
        now);
  }

  private Optional<Need> sweep(Optional<Instant> swept, Instant now) {
    Duration patience = renewal.sweepInterval().multipliedBy(2);
    // Nor at a time that is still to come: then the clock went back, and it is not known when.
    return swept
            .filter(at -> !at.plus(patience).isBefore(now) && !at.minus(patience).isAfter(now))
            .isPresent()
        ? Optional.empty()
        : Optional.of(
            new Need(
                Clause.SWEEP,
                "Perennial",
                Optional.empty(),
                "The sweep for due certificates has not run within %s. Is the server overloaded, or was its clock set?"
                    .formatted(Span.words(patience))));
  }
}
