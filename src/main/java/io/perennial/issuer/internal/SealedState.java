package io.perennial.issuer.internal;

import io.perennial.connector.IssuerState;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.SecretBytes;
import java.util.Optional;

/** A connector's one value, sealed. */
final class SealedState implements IssuerState {

  private final IssuerId issuer;
  private final IssuerRepository repository;
  private final Envelope envelope;

  SealedState(IssuerId issuer, IssuerRepository repository, Envelope envelope) {
    this.issuer = issuer;
    this.repository = repository;
    this.envelope = envelope;
  }

  private SealContext context() {
    return new SealContext("issuer-state", issuer.value());
  }

  @Override
  public Optional<Stored> read() {
    return repository
        .state(issuer)
        .map(stored -> {
          try (SecretBytes opened = envelope.open(stored.value(), context())) {
            return new Stored(stored.revision(), opened.reveal().clone());
          }
        });
  }

  @Override
  public boolean compareAndSet(long expectedRevision, byte[] value) {
    if (value.length > MAX_BYTES) {
      throw new IllegalArgumentException("issuer state exceeds " + MAX_BYTES + " bytes");
    }
    byte[] sealed = envelope.seal(value, context());
    return expectedRevision == 0
        ? repository.insertState(issuer, sealed)
        : repository.replaceState(issuer, expectedRevision, sealed);
  }
}
