package io.perennial.audit.internal;

import io.perennial.audit.AuditFeed;
import java.util.Set;
import org.springframework.stereotype.Service;

@Service
class StoredFeed implements AuditFeed {

  private final AuditRepository repository;

  StoredFeed(AuditRepository repository) {
    this.repository = repository;
  }

  @Override
  public long last() {
    return repository.head().sequence();
  }

  @Override
  public Set<String> scopes(long after, long upTo) {
    return repository.scopes(after, upTo);
  }
}
