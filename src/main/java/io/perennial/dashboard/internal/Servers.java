package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.ConsumerId;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Enrolled servers in words. */
@Component
class Servers {

  private final Consumers consumers;
  private final Bindings bindings;
  private final Clock clock;

  Servers(Consumers consumers, Bindings bindings, Clock clock) {
    this.consumers = consumers;
    this.bindings = bindings;
    this.clock = clock;
  }

  /** All of them, those in use first. */
  List<ServerRow> list(Principal actor) {
    Moments moments = new Moments(clock.instant());
    ConsumerId ours = consumers.ourselves().id();
    Map<ConsumerId, Long> counts =
        bindings.truths(actor).stream()
            .collect(
                Collectors.groupingBy(truths -> truths.consumer().id(), Collectors.counting()));
    return consumers.list(actor).stream()
        .map(consumer -> row(consumer, consumer.id().equals(ours), counts, moments))
        .sorted(
            Comparator.comparing(ServerRow::usable)
                .reversed()
                .thenComparing(row -> !row.ours())
                .thenComparing(ServerRow::name))
        .toList();
  }

  /** Those that a certificate can be bound to. */
  List<ServerRow> eligible(Principal actor) {
    return list(actor).stream().filter(ServerRow::usable).toList();
  }

  private static ServerRow row(
      Consumer consumer, boolean ours, Map<ConsumerId, Long> counts, Moments moments) {
    return new ServerRow(
        consumer.id().value(),
        consumer.name().value(),
        ours ? "this server" : consumer.hostname().orElse("not enrolled yet"),
        state(consumer, ours, moments),
        consumer.lastSeenAt().map(moments::ago).orElse("–"),
        counts.getOrDefault(consumer.id(), 0L),
        ours,
        !ours && consumer.revokedAt().isEmpty());
  }

  private static String state(Consumer consumer, boolean ours, Moments moments) {
    if (ours) {
      return "Perennial itself";
    }
    if (consumer.revokedAt().isPresent()) {
      return "revoked " + moments.ago(consumer.revokedAt().get());
    }
    return consumer
        .enrolledAt()
        .map(at -> "enrolled " + moments.ago(at))
        .orElse("invited " + moments.ago(consumer.createdAt()));
  }
}
