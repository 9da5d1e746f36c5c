package io.perennial.connector;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** What came of a step. */
public sealed interface Progress {

  /**
   * Not there yet.
   *
   * @param state presented again at the next step
   * @param checkAfter when that should be; zero: at once
   * @param instructions all that must stand before the next step; what an earlier answer asked for
   *     and this one does not is undone
   */
  record Waiting(OrderState state, Duration checkAfter, List<Instruction> instructions)
      implements Progress {

    public Waiting {
      instructions = List.copyOf(instructions);
    }
  }

  /**
   * The certificate, not yet believed: the core verifies it before it becomes a version.
   *
   * @param chain the end entity's certificate first, each next one certifying the one before
   */
  record Issued(List<X509Certificate> chain) implements Progress {

    public Issued {
      chain = List.copyOf(chain);
    }
  }

  /** This order is over and brought nothing. */
  record Refused(Problem problem) implements Progress {}
}
