package io.perennial.publication;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import java.util.Optional;

/** Decides what a consumer gets, whatever carries it there. */
public interface PullService {

  /**
   * The current version for a binding. A reply with the private key is audited before it returns.
   *
   * @param known the version that the consumer has, if it says so
   * @param form what to hand out
   * @param password for {@link Form#PFX}
   * @throws io.perennial.kernel.Refusal not found for a binding that is not the consumer's;
   *     conflict while there is no version
   */
  Pulled pull(
      Principal consumer,
      BindingId binding,
      Optional<VersionId> known,
      Form form,
      Optional<SecretBytes> password);

  /**
   * Which version that would be, without handing anything out.
   *
   * @throws io.perennial.kernel.Refusal as {@link #pull} does
   */
  Current current(Principal consumer, BindingId binding);

  /** The current version's id and its certificate's SHA-256, hexadecimal. */
  record Current(VersionId version, String fingerprint) {}

  /** What can be handed out. */
  enum Form {
    /** Private key and full chain, PEM. */
    PEM,
    /** Private key and full chain, PKCS#12. */
    PFX,
    /** Full chain without the key, PEM. */
    CHAIN
  }

  /** What the consumer gets. */
  sealed interface Pulled {

    VersionId version();

    /** It has it already. */
    record Unchanged(VersionId version) implements Pulled {}

    /** The bytes; the caller closes them once they are sent. */
    record Bundle(VersionId version, String fingerprint, SecretBytes bytes) implements Pulled {}
  }
}
