package io.perennial.killing;

import io.perennial.issuance.OrderState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A CA at which a server dies. */
interface IssuerUnderTest extends AutoCloseable {

  /** The issuer's name in the server. */
  String name();

  /** Starts the CA where it is a process of its own, and makes it known to the server. */
  void configure(ServerProcess server, Path folder) throws IOException;

  /** The states that an order of its own passes when all goes well. */
  Set<OrderState> passed();

  /** Transitions that one order passes and the next does not, as the CA is slow or fast. */
  default Set<String> passedAtTimes() {
    return Set.of();
  }

  /** How many different certificates the CA itself has issued since it was configured. */
  int issued() throws IOException;

  @Override
  void close();
}
