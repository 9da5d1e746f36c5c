package io.perennial.audit;

import java.util.concurrent.Callable;

/**
 * From where what happens on this thread was asked for. Whatever is recorded meanwhile says so at
 * the end of its detail, in one form.
 *
 * @param address of the caller
 * @param request by which the answer can be found again
 * @param client what the caller calls the request, or empty
 */
public record AuditOrigin(String address, String request, String client) {

  private static final ScopedValue<AuditOrigin> CURRENT = ScopedValue.newInstance();

  /** Does something with this origin. */
  public <T> T during(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /**
   * A detail with the origin that holds now.
   *
   * @param most how many characters both may have; the detail gives way
   */
  public static String append(String detail, int most) {
    if (!CURRENT.isBound()) {
      return detail;
    }
    String origin = CURRENT.get().toString();
    if (detail.isEmpty()) {
      return origin;
    }
    int rest = Math.max(0, most - origin.length() - 2);
    return (detail.length() > rest ? detail.substring(0, rest) : detail) + "; " + origin;
  }

  /** {@code from 192.0.2.1, request 01…ef, client request 0a…9f}. */
  @Override
  public String toString() {
    return "from %s, request %s%s"
        .formatted(address, request, client.isEmpty() ? "" : ", client request " + client);
  }
}
