package io.perennial.scheduling;

/** Time that only passes: unlike a clock nobody sets it. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since some moment; only differences mean anything. */
  long nanos();
}
