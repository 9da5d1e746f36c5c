package io.perennial.connector;

import java.util.Objects;

/**
 * Names one attempt to get one version, for ever; unique in a deployment. Safe to send to a CA as
 * an idempotency key.
 */
public record OrderKey(String value) {

  public OrderKey {
    Objects.requireNonNull(value);
    if (!value.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("an order key is 32 hexadecimal digits");
    }
  }
}
