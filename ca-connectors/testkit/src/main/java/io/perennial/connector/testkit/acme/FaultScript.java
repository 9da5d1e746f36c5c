package io.perennial.connector.testkit.acme;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which call of which resource goes wrong, and how. Safe for use by several threads. */
public final class FaultScript {

  private record Rule(long first, long last, Fault fault) {}

  private final Map<ResourceKind, List<Rule>> rules = new EnumMap<>(ResourceKind.class);
  private final Map<ResourceKind, Long> calls = new EnumMap<>(ResourceKind.class);

  /**
   * The nth call from now on.
   *
   * @param nth from 1
   */
  public synchronized FaultScript at(ResourceKind kind, int nth, Fault fault) {
    long call = calls(kind) + nth;
    return add(kind, new Rule(call, call, fault));
  }

  /** The next call. */
  public FaultScript next(ResourceKind kind, Fault fault) {
    return at(kind, 1, fault);
  }

  /** Every call from now on, until {@link #clear}. */
  public synchronized FaultScript always(ResourceKind kind, Fault fault) {
    return add(kind, new Rule(calls(kind) + 1, Long.MAX_VALUE, fault));
  }

  /** Nothing goes wrong any more. */
  public synchronized void clear() {
    rules.clear();
  }

  /** How often a resource was called since the server started. */
  public synchronized long calls(ResourceKind kind) {
    return calls.getOrDefault(kind, 0L);
  }

  /** How many calls there were in all. */
  public synchronized long calls() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized Fault next(ResourceKind kind) {
    long call = calls.merge(kind, 1L, Long::sum);
    return rules.getOrDefault(kind, List.of()).stream()
        .filter(rule -> rule.first <= call && call <= rule.last)
        .map(Rule::fault)
        .reduce(Fault::and)
        .orElse(Fault.NONE);
  }

  private FaultScript add(ResourceKind kind, Rule rule) {
    rules.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(rule);
    return this;
  }
}
