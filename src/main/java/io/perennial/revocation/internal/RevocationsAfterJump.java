package io.perennial.revocation.internal;

import io.perennial.scheduling.ClockJumped;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A clock that went back would keep CAs from being told for as long. */
@Component
class RevocationsAfterJump {

  private final RevocationRepository revocations;

  RevocationsAfterJump(RevocationRepository revocations) {
    this.revocations = revocations;
  }

  @EventListener
  void jumped(ClockJumped jump) {
    if (jump.back()) {
      revocations.hastenAll(jump.at());
    }
  }
}
