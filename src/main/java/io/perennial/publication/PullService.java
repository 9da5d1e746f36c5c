package io.perennial.publication;

import io.perennial.kernel.BindingId;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decides what a server gets, whatever carries it there: who asks, whether it may, and that a
 * private key is on record as read before it leaves.
 */
public interface PullService {

  /** The longest that a request may wait for a new version. */
  Duration MOST_PATIENCE = Duration.ofMinutes(5);

  /**
   * Answers from memory, without blocking the caller.
   *
   * @return empty when this needs a look at the database; then call {@link #pull}
   */
  Optional<CompletableFuture<Pulled>> recall(Proof proof, Ask ask);

  /**
   * Answers; reads the database first, so that the caller may be blocked.
   *
   * @return fails with what keeps the key's reading from being recorded
   * @throws io.perennial.kernel.Refusal unauthenticated for a proof that is none; not found for a
   *     binding that is not the consumer's; conflict while there is no version
   */
  CompletableFuture<Pulled> pull(Proof proof, Ask ask);

  /**
   * What is asked for.
   *
   * @param known the version that the server has, if it says so
   * @param password for the forms that have one
   * @param patience how long to wait for a version other than the known one; zero: not at all
   */
  record Ask(
      BindingId binding,
      Form form,
      Optional<VersionId> known,
      Optional<SecretBytes> password,
      Duration patience) {

    /** The same, to be answered sooner. */
    public Ask within(Duration rest) {
      return new Ask(binding, form, known, password, rest);
    }
  }

  /** What can be handed out. */
  enum Form {
    /** Private key and full chain, PEM. */
    PEM,
    /** Private key and full chain, PKCS#12. */
    PFX,
    /** Private key and full chain, Java's own key store. */
    JKS,
    /** Full chain without the key, PEM. */
    CHAIN,
    /** Which version it would be; no key is opened, so that nothing is audited as read. */
    NOTHING
  }

  /** What the consumer gets. */
  sealed interface Pulled {

    VersionId version();

    /** SHA-256 of the end entity's certificate, hexadecimal. */
    String fingerprint();

    /** It has it already. */
    record Unchanged(VersionId version, String fingerprint) implements Pulled {}

    /** It asked for no more than to know. */
    record Current(VersionId version, String fingerprint) implements Pulled {}

    /** The chain, whose bytes are shared by all who ask and must not be changed. */
    record Chain(VersionId version, String fingerprint, byte[] pem) implements Pulled {}

    /** Bytes with a private key; the caller closes them once they are sent. */
    record Bundle(VersionId version, String fingerprint, SecretBytes bytes) implements Pulled {}
  }
}
