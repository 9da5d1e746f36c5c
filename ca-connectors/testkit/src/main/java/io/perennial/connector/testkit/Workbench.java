package io.perennial.connector.testkit;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Instruction;

/**
 * What an order is driven with.
 *
 * @param ground performs instructions, in place of the core
 */
record Workbench(
    ConnectorFactory factory,
    ConnectorContext context,
    SettableClock clock,
    BoundedCalls calls,
    Ground ground) {

  /** Where instructions are carried out. */
  interface Ground {

    void perform(Instruction instruction) throws Exception;

    void undo(Instruction instruction) throws Exception;
  }

  Workbench with(ConnectorContext other) {
    return new Workbench(factory, other, clock, calls, ground);
  }

  Connector open() throws Exception {
    return calls.call("open", () -> factory.open(context));
  }

  /**
   * Closes.
   *
   * @throws AssertionError when that throws or takes too long
   */
  void close(Connector connector) {
    try {
      calls.call(
          "close",
          () -> {
            connector.close();
            return connector;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    } catch (Exception e) {
      throw new AssertionError("close() must not throw", e);
    }
  }
}
