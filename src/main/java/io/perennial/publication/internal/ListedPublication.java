package io.perennial.publication.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.publication.Binding;
import io.perennial.publication.BindingFilter;
import io.perennial.publication.Consumer;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.StandingProof;
import io.perennial.publication.Truths;
import io.perennial.publication.internal.BindingPageRepository.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class ListedPublication implements PublicationQueries {

  private final BindingPageRepository pages;
  private final BindingRepository bindings;
  private final ConsumerRepository consumers;
  private final TruthsReader truths;
  private final StandingProofs proofs;
  private final Gate gate;

  ListedPublication(
      BindingPageRepository pages,
      BindingRepository bindings,
      ConsumerRepository consumers,
      TruthsReader truths,
      StandingProofs proofs,
      Gate gate) {
    this.pages = pages;
    this.bindings = bindings;
    this.consumers = consumers;
    this.truths = truths;
    this.proofs = proofs;
    this.gate = gate;
  }

  @Override
  public Page<Truths> bindings(Principal actor, BindingFilter filter, Slice slice) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    List<Binding> rows =
        pages.page(
            filter, slice.after().map(Place::parse).orElse(Place.BEGINNING), slice.limit() + 1);
    return Page.of(truths.of(rows), slice.limit(), one -> Place.of(one.binding()));
  }

  @Override
  public List<Truths> truths(Principal actor, Collection<BindingId> ids) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    Map<BindingId, Truths> found =
        truths.of(pages.all(ids)).stream()
            .collect(Collectors.toMap(one -> one.binding().id(), Function.identity()));
    return ids.stream()
        .filter(found::containsKey)
        .map(id -> Objects.requireNonNull(found.get(id)))
        .toList();
  }

  @Override
  public Map<ConsumerId, Long> bindingCounts(Principal actor, Collection<ConsumerId> ids) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return pages.counts(ids);
  }

  /** All of it as of one instant, or the revision would not be that of what it stands beside. */
  @Override
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public Revised binding(Principal actor, BindingId id) {
    Binding binding =
        bindings
            .find(id)
            .orElseThrow(() -> Refusal.notFound("There is no binding " + id.value() + "."));
    gate.require(actor, Permission.READ_CONSUMERS, binding.scope());
    return new Revised(truths.of(List.of(binding)).getFirst(), bindings.revision(id));
  }

  @Override
  public Page<Consumer> consumers(Principal actor, Slice slice) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return Page.of(
        consumers.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        consumer -> consumer.name().value());
  }

  @Override
  public Map<ConsumerId, StandingProof> proofs(Principal actor, Collection<Consumer> of) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return proofs.of(of);
  }

  @Override
  public Consumer consumer(Principal actor, ConsumerId id) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.consumer(id));
    return consumers
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no server " + id.value() + "."));
  }
}
