package io.perennial.audit.internal;

import io.perennial.audit.AuditTrail;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class StoredTrail implements AuditTrail {

  private final AuditRepository repository;

  StoredTrail(AuditRepository repository) {
    this.repository = repository;
  }

  @Override
  public Page<Entry> newest(Filter filter, Slice slice) {
    long before = slice.after().map(StoredTrail::place).orElseGet(this::end);
    boolean indexed =
        !filter.about().isEmpty()
            && filter.about().stream().noneMatch(subject -> subject.endsWith("/"));
    long from = indexed ? 1 : Math.max(1, before - LOOK);
    List<Entry> found =
        indexed
            ? repository.newestOf(filter.about(), filter.action(), before, slice.limit())
            : repository.newest(filter, from, before, slice.limit());
    if (found.size() == slice.limit()) {
      long last = found.getLast().sequence();
      return new Page<>(found, Optional.of(last).filter(at -> at > 1).map(String::valueOf));
    }
    return new Page<>(found, Optional.of(from).filter(at -> at > 1).map(String::valueOf));
  }

  private long end() {
    return repository.head().sequence() + 1;
  }

  private static long place(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw Refusal.invalid("There is no entry " + text + " in the audit. Begin at its end.");
    }
  }
}
