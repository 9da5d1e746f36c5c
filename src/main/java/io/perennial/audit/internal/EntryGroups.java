package io.perennial.audit.internal;

import io.perennial.audit.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Many entries to one commit: those that arrive while a commit is in flight go together in the next
 * one. Nobody waits for a timer, so that a single entry costs one commit as before, and a thousand
 * at once cost a few.
 */
final class EntryGroups {

  /** Bounds the transaction, which holds the chain's head. */
  static final int MOST = 500;

  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean atWork = new AtomicBoolean();
  private final Consumer<List<AuditEvent>> commit;

  EntryGroups(Consumer<List<AuditEvent>> commit) {
    this.commit = commit;
  }

  /**
   * @return done once the commit that holds the entry is; failed when that commit failed
   */
  CompletableFuture<Void> add(AuditEvent event) {
    Waiting waiting = new Waiting(event, new CompletableFuture<>());
    queue.add(waiting);
    if (atWork.compareAndSet(false, true)) {
      Thread.ofVirtual().name("audit").start(this::work);
    }
    return waiting.done();
  }

  private void work() {
    do {
      for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
        commit(group);
      }
      atWork.set(false);
      // Whoever added meanwhile saw us at work and went away.
    } while (!queue.isEmpty() && atWork.compareAndSet(false, true));
  }

  private List<Waiting> next() {
    List<Waiting> group = new ArrayList<>();
    while (group.size() < MOST) {
      Waiting waiting = queue.poll();
      if (waiting == null) {
        return group;
      }
      group.add(waiting);
    }
    return group;
  }

  private void commit(List<Waiting> group) {
    try {
      commit.accept(group.stream().map(Waiting::event).toList());
    } catch (RuntimeException | Error failure) {
      group.forEach(waiting -> waiting.done().completeExceptionally(failure));
      return;
    }
    group.forEach(waiting -> waiting.done().complete(null));
  }

  private record Waiting(AuditEvent event, CompletableFuture<Void> done) {}
}
