package io.perennial.idempotency;

import io.perennial.access.Principal;
import java.time.Duration;
import java.util.function.Supplier;

/** Creates at most once for each key. */
public interface Creations {

  /** How long an answer is kept. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Runs the creation and keeps its answer, in one transaction. Whoever asks again gets the kept
   * answer; whoever asks meanwhile waits for it. A creation that is refused leaves nothing, so the
   * key can be used again.
   *
   * @param digest of the request, so that a key is not taken for another one
   * @param creation does the work in this transaction and gives the answer's bytes
   * @throws io.perennial.kernel.Refusal misused when the key was used for another request, or what
   *     the creation throws
   */
  byte[] once(Principal actor, String key, byte[] digest, Supplier<byte[]> creation);
}
