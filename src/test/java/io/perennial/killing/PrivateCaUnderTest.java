package io.perennial.killing;

import io.perennial.issuance.OrderState;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** The CA inside the product; what it signed is told by the witness on its key. */
final class PrivateCaUnderTest implements IssuerUnderTest {

  private final Marks marks;
  private Set<String> before = Set.of();

  PrivateCaUnderTest(Marks marks) {
    this.marks = marks;
  }

  @Override
  public String name() {
    return "private-ca";
  }

  /** What it prepares is stored with the plan: nothing is submitted to anybody. */
  @Override
  public Set<OrderState> passed() {
    return EnumSet.of(OrderState.PLANNED, OrderState.WAITING, OrderState.ISSUED, OrderState.STORED);
  }

  /** Root, intermediate and the server's own certificate were signed before. */
  @Override
  public void configure(ServerProcess server, Path folder) {
    before = Set.copyOf(marks.signed());
  }

  @Override
  public int issued() {
    Set<String> serials = new HashSet<>(marks.signed());
    serials.removeAll(before);
    return serials.size();
  }

  @Override
  public void close() {}
}
