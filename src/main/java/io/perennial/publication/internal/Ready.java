package io.perennial.publication.internal;

import io.perennial.access.Scope;
import io.perennial.certificate.Version;
import io.perennial.key.Keys;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a consumer about a binding, authorised and ready to be sent. The private key in it
 * is sealed, and lent only when a form with a key was first asked for and allowed.
 */
final class Ready {

  private final Version version;
  private final byte[] chain;
  private final Scope scope;
  private final Standing consumer;
  private final Standing certificate;
  private final AtomicBoolean pulled = new AtomicBoolean();
  private volatile Keys.@Nullable Lent key;

  /**
   * @param scope of the binding
   */
  Ready(Version version, byte[] chain, Scope scope, Standing consumer, Standing certificate) {
    this.version = version;
    this.chain = chain;
    this.scope = scope;
    this.consumer = consumer;
    this.certificate = certificate;
  }

  Version version() {
    return version;
  }

  String fingerprint() {
    return version.fingerprint().value();
  }

  byte[] chain() {
    return chain;
  }

  Scope scope() {
    return scope;
  }

  boolean over() {
    return consumer.over() || certificate.over();
  }

  void whenOver(Runnable action) {
    consumer.whenOver(action);
    certificate.whenOver(action);
  }

  void forget(Runnable action) {
    consumer.forget(action);
    certificate.forget(action);
  }

  Optional<Keys.Lent> key() {
    return Optional.ofNullable(key);
  }

  void lend(Keys.Lent lent) {
    key = lent;
  }

  /** True once: the first pull is stored, the others change nothing. */
  boolean firstPull() {
    return pulled.compareAndSet(false, true);
  }

  /** It could not be stored; the next pull tries again. */
  void pullNotStored() {
    pulled.set(false);
  }
}
