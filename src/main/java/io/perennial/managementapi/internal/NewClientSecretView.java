package io.perennial.managementapi.internal;

import java.time.Instant;

/** A client secret, the only time that it is shown. */
record NewClientSecretView(String id, String secret, Instant expiresAt) {

  @Override
  public String toString() {
    return "NewClientSecretView[" + id + "]";
  }
}
