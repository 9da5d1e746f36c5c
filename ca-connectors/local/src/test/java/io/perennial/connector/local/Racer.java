package io.perennial.connector.local;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.IssuerState;
import io.perennial.connector.testkit.BorrowedContext;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that reads the issuer's state no sooner than its rival has. */
final class Racer implements BorrowedContext {

  private final ConnectorContext lender;
  private final CyclicBarrier bothHaveRead;
  private final AtomicBoolean waited = new AtomicBoolean();

  Racer(ConnectorContext lender, CyclicBarrier bothHaveRead) {
    this.lender = lender;
    this.bothHaveRead = bothHaveRead;
  }

  @Override
  public ConnectorContext lender() {
    return lender;
  }

  @Override
  public IssuerState state() {
    IssuerState shared = lender.state();
    return new IssuerState() {
      @Override
      public Optional<Stored> read() {
        Optional<Stored> found = shared.read();
        awaitRival();
        return found;
      }

      @Override
      public boolean compareAndSet(long expectedRevision, byte[] value) {
        return shared.compareAndSet(expectedRevision, value);
      }
    };
  }

  private void awaitRival() {
    if (waited.compareAndSet(false, true)) {
      try {
        bothHaveRead.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException("the rival did not come", e);
      }
    }
  }
}
