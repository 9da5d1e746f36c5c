package io.perennial.connector.testkit.acme;

import java.time.Duration;

/** How an answer's bytes reach the client. */
public sealed interface Delivery {

  /** At once, with their length. */
  record Whole() implements Delivery {}

  /** One byte at a time, with a pause after each. */
  record Dribbled(Duration pause) implements Delivery {}

  /** The body over and over until so many bytes are sent or the client goes away. */
  record Repeated(long bytes) implements Delivery {}

  /** Not at all: the connection closes after the work is done. */
  record Dropped() implements Delivery {}
}
