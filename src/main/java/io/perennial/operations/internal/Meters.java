package io.perennial.operations.internal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.connector.Problem;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderEnded;
import io.perennial.issuer.Issuers;
import io.perennial.key.Keys;
import io.perennial.overview.Overview;
import io.perennial.overview.Overviews;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The numbers that alarms are made of. Gauges say what the overview says, read anew when somebody
 * scrapes; counters count what this server did since it started.
 */
@Component
class Meters {

  private static final double MILLIS = 1_000;

  private final PrometheusMeterRegistry registry;
  private final Overviews overviews;
  private final Issuers issuers;
  private final Keys keys;
  private final Clock clock;
  private final MultiGauge needs;
  private final MultiGauge troubled;
  private final MultiGauge spares;
  private volatile Overview latest;

  Meters(
      PrometheusMeterRegistry registry,
      Overviews overviews,
      Issuers issuers,
      Keys keys,
      OperationsProperties properties,
      Clock clock) {
    this.registry = registry;
    this.overviews = overviews;
    this.issuers = issuers;
    this.keys = keys;
    this.clock = clock;
    this.latest =
        new Overview(List.of(), Map.of(), Optional.empty(), Optional.empty(), 0, clock.instant());
    new DiskSpaceMetrics(properties.data().toFile()).bindTo(registry);
    this.needs =
        MultiGauge.builder("perennial.needs")
            .description("What needs a person, by the condition that it breaks")
            .register(registry);
    this.troubled =
        MultiGauge.builder("perennial.issuer.trouble")
            .description("1 while an issuer cannot issue until somebody changes something")
            .register(registry);
    this.spares =
        MultiGauge.builder("perennial.spare.keys")
            .description("RSA keys that were made beforehand and are ready")
            .register(registry);
    Gauge.builder("perennial.bindings", () -> latest.bindings())
        .description("Bindings of certificates to servers")
        .register(registry);
    Gauge.builder("perennial.margin", () -> optional(latest.margin()))
        .description("Until the certificate of the worst binding expires")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("perennial.sweep.age", () -> optional(sinceSweep()))
        .description("Since the sweep for due certificates last ran")
        .baseUnit("seconds")
        .register(registry);
  }

  private Optional<Duration> sinceSweep() {
    return latest.checkedAt().map(at -> Duration.between(at, latest.now()));
  }

  /** NaN, which no comparison in a rule takes for a number, where there is nothing to measure. */
  private static double optional(Optional<Duration> duration) {
    return duration.map(known -> known.toMillis() / MILLIS).orElse(Double.NaN);
  }

  /** All meters in Prometheus' text format. */
  String scrape() {
    latest = overviews.now(OwnIdentity.OPERATIONS);
    needs.register(
        Arrays.stream(Overview.Clause.values())
            .map(clause ->
                MultiGauge.Row.of(
                    Tags.of("clause", clause.name().toLowerCase(Locale.ROOT)),
                    latest.count(clause)))
            .toList(),
        true);
    troubled.register(
        issuers.list(OwnIdentity.OPERATIONS).stream()
            .map(issuer ->
                MultiGauge.Row.of(
                    Tags.of("issuer", issuer.name().value()), issuer.problem().isPresent() ? 1 : 0))
            .toList(),
        true);
    spares.register(
        keys.spares(OwnIdentity.OPERATIONS).entrySet().stream()
            .map(ready ->
                MultiGauge.Row.of(
                    Tags.of("type", ready.getKey().name().toLowerCase(Locale.ROOT)),
                    ready.getValue()))
            .toList(),
        true);
    return registry.scrape();
  }

  @TransactionalEventListener
  void ended(OrderEnded end) {
    Order order = end.order();
    Tags tags = Tags.of("issuer", issuer(order));
    Counter.builder("perennial.orders")
        .description("Orders that ended")
        .tags(tags.and("outcome", order.state().name().toLowerCase(Locale.ROOT)))
        .tags("blame", end.problem().map(Problem::blame).map(Enum::name).orElse("none"))
        .register(registry)
        .increment();
    if (end.problem().isEmpty()) {
      Timer.builder("perennial.order.duration")
          .description("From the order's creation to a stored version")
          .tags(tags)
          .register(registry)
          .record(Duration.between(order.createdAt(), order.endedAt().orElseGet(clock::instant)));
    }
  }

  private String issuer(Order order) {
    return issuers.get(OwnIdentity.OPERATIONS, order.issuer()).name().value();
  }
}
