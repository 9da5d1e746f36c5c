package io.perennial.audit;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * From where what happens on this thread was asked for, and as what. Whatever is recorded meanwhile
 * says so at the end of its detail, in one form.
 */
public final class AuditOrigin {

  private static final ScopedValue<AuditOrigin> CURRENT = ScopedValue.newInstance();

  private final String address;
  private final String request;
  private final String client;
  private final Supplier<String> operation;

  private volatile boolean recorded;
  private volatile boolean denied;

  /**
   * @param address of the caller
   * @param request by which the answer can be found again
   * @param client what the caller calls the request, or empty
   * @param operation what the interface that was called calls it, or empty; asked when something is
   *     recorded, since that is known later than the rest
   */
  public AuditOrigin(String address, String request, String client, Supplier<String> operation) {
    this.address = address;
    this.request = request;
    this.client = client;
    this.operation = operation;
  }

  /** That of this thread. */
  public static Optional<AuditOrigin> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Does something with this origin. */
  public <T> T during(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /** Whether anything was recorded meanwhile. */
  public boolean recorded() {
    return recorded;
  }

  /** Whether a denial was. */
  public boolean denied() {
    return denied;
  }

  /** Remembers that a denial is recorded now. */
  public static void deny() {
    current().ifPresent(origin -> origin.denied = true);
  }

  /**
   * A detail with the origin that holds now, which remembers that it was asked for.
   *
   * @param most how many characters both may have; the detail gives way
   */
  public static String append(String detail, int most) {
    if (!CURRENT.isBound()) {
      return detail;
    }
    CURRENT.get().recorded = true;
    String origin = CURRENT.get().toString();
    if (detail.isEmpty()) {
      return origin;
    }
    int rest = Math.max(0, most - origin.length() - 2);
    return (detail.length() > rest ? detail.substring(0, rest) : detail) + "; " + origin;
  }

  /** {@code KeySign from 192.0.2.1, request 01…ef, client request 0a…9f}. */
  @Override
  public String toString() {
    String name = operation.get();
    return "%sfrom %s, request %s%s"
        .formatted(
            name.isEmpty() ? "" : name + " ",
            address,
            request,
            client.isEmpty() ? "" : ", client request " + client);
  }
}
