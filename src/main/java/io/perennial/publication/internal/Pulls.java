package io.perennial.publication.internal;

import io.perennial.kernel.BindingId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps when a version was first pulled for a binding. It informs people and decides nothing, so no
 * answer waits for it.
 */
@Component
class Pulls {

  private static final Logger log = LoggerFactory.getLogger(Pulls.class);

  private final PublicationRepository publications;
  private final Gate gate;

  Pulls(PublicationRepository publications, Gate gate) {
    this.publications = publications;
    this.gate = gate;
  }

  void remember(Ready ready, BindingId binding) {
    if (ready.firstPull()) {
      Thread.startVirtualThread(() -> store(ready, binding));
    }
  }

  private void store(Ready ready, BindingId binding) {
    try {
      publications.pulled(ready.version().id(), binding, gate.now());
    } catch (RuntimeException unavailable) {
      ready.pullNotStored();
      log.warn("That {} was pulled could not be stored", binding.value(), unavailable);
    }
  }
}
