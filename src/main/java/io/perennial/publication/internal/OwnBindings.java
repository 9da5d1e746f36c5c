package io.perennial.publication.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Binding;
import org.springframework.stereotype.Component;

/** A consumer's bindings. Those of others do not exist for it, though the attempt is audited. */
@Component
class OwnBindings {

  private final BindingRepository bindings;
  private final Gate gate;

  OwnBindings(BindingRepository bindings, Gate gate) {
    this.bindings = bindings;
    this.gate = gate;
  }

  Binding get(Principal actor, Permission permission, BindingId id) {
    Binding binding = bindings.find(id).orElseThrow(() -> absent(id));
    try {
      gate.require(actor, permission, binding.scope());
    } catch (Refusal foreign) {
      throw absent(id);
    }
    return binding;
  }

  private static Refusal absent(BindingId id) {
    return Refusal.notFound(
        "This server has no binding %s. List yours with GET /pull/v1/bindings."
            .formatted(id.value()));
  }
}
