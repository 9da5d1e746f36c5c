package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.managementapi.internal.Once.Made;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.StandingProof;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Servers that take certificates. */
@RestController
@RequestMapping("/api/v1/consumers")
class ConsumersApi {

  private final PublicationQueries queries;
  private final Consumers consumers;
  private final Cursors cursors;
  private final Once once;

  ConsumersApi(PublicationQueries queries, Consumers consumers, Cursors cursors, Once once) {
    this.queries = queries;
    this.consumers = consumers;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<ConsumerView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> queries.consumers(actor, slice),
        page -> views(actor, page));
  }

  @PostMapping
  ResponseEntity<InvitationView> invite(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody ConsumerBody body) {
    return once.create(
        actor,
        key,
        body,
        InvitationView.class,
        () -> {
          Consumers.Invitation made =
              consumers.invite(actor, new ObjectName(Texts.of(body.name())));
          return new Made<>(
              "/api/v1/consumers/" + made.consumer().id().value(),
              Optional.empty(),
              new InvitationView(
                  view(actor, made.consumer()), made.token().token(), made.token().expiresAt()));
        });
  }

  @GetMapping("/{id}")
  ConsumerView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return view(actor, queries.consumer(actor, new ConsumerId(id)));
  }

  /** Needs no {@code If-Match}: whoever ends an access wants it ended, whatever has happened. */
  @PostMapping("/{id}/revoke")
  ConsumerView revoke(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    ConsumerId consumer = new ConsumerId(id);
    consumers.revoke(actor, consumer);
    return view(actor, queries.consumer(actor, consumer));
  }

  private ConsumerView view(Principal actor, Consumer consumer) {
    return views(actor, List.of(consumer)).getFirst();
  }

  private List<ConsumerView> views(Principal actor, List<Consumer> consumers) {
    Map<ConsumerId, StandingProof> proofs = queries.proofs(actor, consumers);
    return consumers.stream()
        .map(one -> ConsumerView.of(one, Optional.ofNullable(proofs.get(one.id()))))
        .toList();
  }
}
