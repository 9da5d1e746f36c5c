package io.perennial.architecture.offending.certificate;

import org.h2.tools.Server;

/** H2's own classes outside storage. */
final class ServiceThatKnowsH2 {

  void stop(Server server) {
    server.stop();
  }
}
