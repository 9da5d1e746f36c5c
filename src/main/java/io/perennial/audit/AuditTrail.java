package io.perennial.audit;

import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Reads what was recorded, newest first. The caller authorises. */
public interface AuditTrail {

  /**
   * How many entries are looked at for one part, unless the filter names whole subjects alone. They
   * are kept in the order in which they were made and by subject, so that any other filter costs as
   * much as what it leaves out.
   */
  int LOOK = 100_000;

  /**
   * Some of the entries that a filter lets pass.
   *
   * @return perhaps fewer than the limit, or none, although there are more: then it says where to
   *     go on
   * @throws io.perennial.kernel.Refusal for a place that is none
   */
  Page<Entry> newest(Filter filter, Slice slice);

  /**
   * Which entries; what is empty is not asked for.
   *
   * @param about entries whose subject is one of these, or below one of these that ends with a
   *     slash
   */
  record Filter(Set<String> about, Optional<String> action) {

    public Filter {
      about = Set.copyOf(about);
    }
  }

  /**
   * What somebody did, read, was denied or asked for in vain.
   *
   * @param outcome {@code done}, {@code denied} or {@code failed}
   */
  record Entry(
      long sequence,
      Instant at,
      String actor,
      String action,
      String subject,
      String outcome,
      String detail) {}
}
