package io.perennial.killing;

import java.io.IOException;
import java.nio.file.Path;

/** A CA at which a server dies. */
interface IssuerUnderTest extends AutoCloseable {

  /** The issuer's name in the server. */
  String name();

  /** Starts the CA where it is a process of its own, and makes it known to the server. */
  void configure(ServerProcess server, Path folder) throws IOException;

  /** How many different certificates the CA itself has issued since it was configured. */
  int issued() throws IOException;

  @Override
  void close();
}
