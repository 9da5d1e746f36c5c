package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.StandingProof;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Enrolled servers in words. */
@Component
class Servers {

  /** A page of the list holds so many, and a form offers no more. */
  static final int PAGE = 100;

  private final Consumers consumers;
  private final PublicationQueries publication;
  private final Clock clock;

  Servers(Consumers consumers, PublicationQueries publication, Clock clock) {
    this.consumers = consumers;
    this.publication = publication;
    this.clock = clock;
  }

  /** Some of them, by name. */
  Page<ServerRow> page(Principal actor, Slice slice) {
    Moments moments = new Moments(clock.instant());
    ConsumerId ours = consumers.ourselves().id();
    Page<Consumer> page = publication.consumers(actor, slice);
    Map<ConsumerId, Long> counts =
        publication.bindingCounts(actor, page.items().stream().map(Consumer::id).toList());
    Map<ConsumerId, StandingProof> proofs = publication.proofs(actor, page.items());
    return page.map(consumer ->
        row(
            consumer,
            consumer.id().equals(ours),
            counts.getOrDefault(consumer.id(), 0L),
            Optional.ofNullable(proofs.get(consumer.id())),
            moments));
  }

  /** Those that a certificate can be bound to; the first {@link #PAGE} where there are more. */
  List<ServerRow> eligible(Principal actor) {
    return page(actor, Slice.first(PAGE)).items().stream().filter(ServerRow::usable).toList();
  }

  private static ServerRow row(
      Consumer consumer,
      boolean ours,
      long bindings,
      Optional<StandingProof> proof,
      Moments moments) {
    return new ServerRow(
        consumer.id().value(),
        consumer.name().value(),
        ours ? "this server" : consumer.hostname().orElse("not enrolled yet"),
        state(consumer, ours, moments),
        consumer.lastSeenAt().map(moments::ago).orElse("–"),
        proof.map(shown -> words(shown, moments.now())).orElse("–"),
        bindings,
        ours,
        !ours && consumer.revokedAt().isEmpty());
  }

  /** Who reads this wants to know what could be stolen, and whether somebody must act. */
  private static String words(StandingProof proof, Instant now) {
    String until = Moments.day(proof.until());
    return switch (proof.kind()) {
      case CLIENT_CERTIFICATE ->
          proof.until().isAfter(now)
              ? "client certificate until %s (renews itself)".formatted(until)
              : proof.renewableUntil().isAfter(now)
                  ? "client certificate, expired %s; renews itself until %s"
                      .formatted(until, Moments.day(proof.renewableUntil()))
                  : "client certificate, expired %s: enrol again".formatted(until);
      case TOKEN ->
          proof.until().isAfter(now)
              ? "token until %s, never rotated since %s"
                  .formatted(until, Moments.day(proof.since()))
              : "token, expired %s: enrol again".formatted(until);
    };
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
