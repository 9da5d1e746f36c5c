package io.perennial.connector.testkit;

import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.Instruction;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drives one order as the core does, and remembers every answer. */
final class OrderRun implements AutoCloseable {

  /** How the connector is treated between two steps. */
  enum Manner {
    ONE_INSTANCE,
    /** Closed and opened again before each step. */
    REOPENED,
    /**
     * The same, and every advance is called twice, as after a kill before its answer was stored.
     */
    REPEATED
  }

  /** One call of the connector. */
  interface Step {
    Progress take(Connector connector) throws Exception;
  }

  private static final int MOST_STEPS = 60;
  private static final int MOST_TRIES = 20;

  private final Workbench bench;
  private final CertificateRequest request;
  private final Manner manner;
  private final Set<Instruction> standing = new LinkedHashSet<>();
  private final List<Progress> answers = new ArrayList<>();
  private final @Nullable Connector borrowed;
  private @Nullable Connector connector;

  OrderRun(Workbench bench, CertificateRequest request, Manner manner) {
    this(bench, request, manner, null);
  }

  private OrderRun(
      Workbench bench, CertificateRequest request, Manner manner, @Nullable Connector borrowed) {
    this.bench = bench;
    this.request = request;
    this.manner = manner;
    this.borrowed = borrowed;
  }

  /** A run on an instance that others use too, and that it does not close. */
  static OrderRun on(Connector borrowed, Workbench bench, CertificateRequest request) {
    return new OrderRun(bench, request, Manner.ONE_INSTANCE, borrowed);
  }

  /** From submit to the chain. */
  List<X509Certificate> issue() throws Exception {
    return conclude(submit());
  }

  Progress submit() throws Exception {
    return attempt("submit", connector -> connector.submit(request));
  }

  Progress recover() throws Exception {
    return attempt("recover", connector -> connector.recover(request));
  }

  /** From an answer to the chain, doing as the CA wants and moving the clock as it asks. */
  List<X509Certificate> conclude(Progress first) throws Exception {
    Progress progress = first;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      switch (progress) {
        case Progress.Waiting waiting -> {
          prepare(waiting);
          progress = advance(waiting.state());
        }
        case Progress.Issued issued -> {
          stand(List.of());
          return issued.chain();
        }
        case Progress.Refused refused -> {
          stand(List.of());
          throw new AssertionError("the order was refused: " + refused.problem());
        }
      }
    }
    throw new AssertionError("the order had not ended after " + MOST_STEPS + " steps");
  }

  /** Carries out instructions and lets the time pass that the answer asks for. */
  void prepare(Progress.Waiting waiting) throws Exception {
    stand(waiting.instructions());
    if (waiting.checkAfter().isNegative()) {
      throw new AssertionError("negative waiting time in phase " + waiting.state().phase());
    }
    bench.clock().advance(waiting.checkAfter());
  }

  /** Makes these instructions stand, and no others. */
  void stand(List<Instruction> wanted) throws Exception {
    for (Instruction instruction : List.copyOf(standing)) {
      if (!wanted.contains(instruction)) {
        bench.ground().undo(instruction);
        standing.remove(instruction);
      }
    }
    for (Instruction instruction : wanted) {
      if (standing.add(instruction)) {
        bench.ground().perform(instruction);
      }
    }
  }

  Progress advance(OrderState state) throws Exception {
    Step step = connector -> connector.advance(request, state);
    Progress answer = attempt("advance", step);
    return manner == Manner.REPEATED ? attempt("advance", step) : answer;
  }

  /** Calls until the CA is available; a submit that failed is recovered, never repeated. */
  private Progress attempt(String name, Step step) throws Exception {
    String what = name;
    Step next = step;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return call(what, next);
      } catch (CaUnavailable e) {
        bench.clock().advance(e.retryAfter().orElse(Duration.ofMinutes(1)));
        if (what.equals("submit")) {
          what = "recover";
          next = connector -> connector.recover(request);
        }
      }
    }
    throw new AssertionError("the CA was unavailable " + MOST_TRIES + " times running");
  }

  private Progress call(String name, Step step) throws Exception {
    Connector used = instance();
    try {
      Progress answer = bench.calls().call(name, () -> step.take(used));
      answers.add(answer);
      return answer;
    } finally {
      if (manner != Manner.ONE_INSTANCE) {
        close();
      }
    }
  }

  private Connector instance() throws Exception {
    if (borrowed != null) {
      return borrowed;
    }
    Connector present = connector;
    if (present == null) {
      present = bench.open();
      connector = present;
    }
    return present;
  }

  /** Drops the instance; the next step opens another. */
  @Override
  public void close() {
    Connector present = connector;
    connector = null;
    if (present != null) {
      bench.close(present);
    }
  }

  List<Progress> answers() {
    return List.copyOf(answers);
  }

  List<OrderState> states() {
    return answers.stream()
        .filter(Progress.Waiting.class::isInstance)
        .map(answer -> ((Progress.Waiting) answer).state())
        .toList();
  }

  /** The end entity's certificate of every answer that brought one. */
  List<X509Certificate> issued() {
    return answers.stream()
        .filter(Progress.Issued.class::isInstance)
        .map(answer -> ((Progress.Issued) answer).chain().getFirst())
        .toList();
  }
}
