package io.perennial.publication.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * That nothing was recorded about a scope since somebody looked. What is kept in memory rests on
 * standings that were taken before it was read, and is worthless once one of them is over.
 */
final class Standing {

  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  boolean over() {
    return over;
  }

  /** Runs it when this ends: now, if it is over; in a rare race twice. */
  void whenOver(Runnable action) {
    waiting.add(action);
    if (over) {
      action.run();
    }
  }

  void forget(Runnable action) {
    waiting.remove(action);
  }

  void end() {
    over = true;
    waiting.forEach(Runnable::run);
  }
}
