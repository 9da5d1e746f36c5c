package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.perennial.kernel.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sees that the clock was set, by holding it against time that nobody sets. The engine cannot: it
 * waits by the clock, for a year if that went back a year. A machine that slept looks the same as
 * one whose clock was set forward.
 */
@Component
public class ClockWatch {

  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** After a leap so far, everything may seem due that is not. */
  private static final Duration FAR = Duration.ofDays(1);

  private static final Duration HOLD = Duration.ofMinutes(10);
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final Duration ONE_READING = Duration.ofSeconds(1);

  private final Clock clock;
  private final Ticker ticker;
  private final ScheduleRepository schedule;
  private final ObjectProvider<Scheduler> scheduler;
  private final ApplicationEventPublisher events;
  private Reading last;
  private Optional<Seen> seen = Optional.empty();

  ClockWatch(
      Clock clock,
      Ticker ticker,
      ScheduleRepository schedule,
      ObjectProvider<Scheduler> scheduler,
      ApplicationEventPublisher events) {
    this.clock = clock;
    this.ticker = ticker;
    this.schedule = schedule;
    this.scheduler = scheduler;
    this.events = events;
    this.last = reading();
  }

  /** Whether the clock was set since the last look; what follows from that is done at once. */
  @Scheduled(fixedDelay = 5_000)
  public void look() {
    Duration by;
    synchronized (this) {
      Reading now = reading();
      by = Duration.between(last.at().plusNanos(now.nanos() - last.nanos()), now.at());
      last = now;
    }
    found(by);
  }

  /**
   * Takes note of a jump that was seen otherwise.
   *
   * @param by how far the clock went forward; negative: back; little counts as nothing
   */
  public void found(Duration by) {
    if (by.abs().compareTo(TOLERANCE) <= 0) {
      return;
    }
    ClockJumped jump = new ClockJumped(clock.instant(), by);
    note(jump);
    log.warn("{}", sentence(jump));
    if (jump.back()) {
      schedule.dueNow(jump.at());
      scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
    }
    events.publishEvent(jump);
  }

  private synchronized void note(ClockJumped jump) {
    Duration offset = seen.map(Seen::offset).orElse(Duration.ZERO).plus(jump.by());
    seen =
        offset.abs().compareTo(TOLERANCE) <= 0
            ? Optional.empty()
            : Optional.of(new Seen(jump, offset, ticker.nanos()));
  }

  /** The jump of the last day, unless the clock has returned to its course. */
  public synchronized Optional<ClockJumped> recent() {
    return seen.filter(known -> since(known).compareTo(REMEMBERED) < 0).map(Seen::jump);
  }

  /**
   * Whether to wait with what only seems due: the clock went far forward some minutes ago, and may
   * be set right yet.
   */
  public synchronized boolean holds() {
    return seen.filter(known -> known.offset().compareTo(FAR) > 0)
        .filter(known -> since(known).compareTo(HOLD) < 0)
        .isPresent();
  }

  private Duration since(Seen known) {
    return Duration.ofNanos(ticker.nanos() - known.nanos());
  }

  /** What to tell a person. */
  public static String sentence(ClockJumped jump) {
    String far = "%s to %s".formatted(Words.of(jump.by().abs()), jump.at());
    return jump.back()
        ? "The clock went back by %s. What waited for a later time is looked at anew; compare the clock with a time server."
            .formatted(far)
        : "The clock went forward by %s, or the machine slept. %sCompare the clock with a time server."
            .formatted(
                far,
                jump.by().compareTo(FAR) > 0
                    ? "Renewals wait for ten minutes, in case it is set right. "
                    : "");
  }

  /** Both at one moment: a pause between the two readings would look like a jump. */
  private Reading reading() {
    while (true) {
      long before = ticker.nanos();
      Instant at = clock.instant();
      long after = ticker.nanos();
      if (Math.abs(after - before) < ONE_READING.toNanos()) {
        return new Reading(at, after);
      }
    }
  }

  private record Reading(Instant at, long nanos) {}

  /**
   * What was seen.
   *
   * @param offset from the course that the clock had before the first jump
   */
  private record Seen(ClockJumped jump, Duration offset, long nanos) {}
}
