package io.perennial.managementapi.internal;

import java.time.Instant;

/** A registered server, and the one-time token with which it enrols. */
record InvitationView(ConsumerView consumer, String token, Instant expiresAt) {

  @Override
  public String toString() {
    return "InvitationView[" + consumer.name() + "]";
  }
}
