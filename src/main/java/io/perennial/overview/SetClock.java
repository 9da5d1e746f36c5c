package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.scheduling.ClockWatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A clock that jumped: nothing here can be judged by one that is wrong. */
@Component
class SetClock implements Concern {

  private final ClockWatch watch;

  SetClock(ClockWatch watch) {
    this.watch = watch;
  }

  @Override
  public Findings look(Principal actor, Instant now) {
    return watch
        .recent()
        .map(jump ->
            new Findings(
                Map.of(Clause.CLOCK, 1L),
                List.of(
                    new Need(
                        Clause.CLOCK, "Perennial", Optional.empty(), ClockWatch.sentence(jump)))))
        .orElseGet(() -> new Findings(Map.of(), List.of()));
  }
}
