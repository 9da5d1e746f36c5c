package io.perennial.publication;

import io.perennial.kernel.VersionId;
import java.util.Optional;

/**
 * What a consumer says came of a version.
 *
 * @param served SHA-256 that its own handshake saw; informs, but is never taken for what is served
 * @param reason why, when it failed
 */
public record Report(
    VersionId version, Outcome outcome, Optional<String> served, Optional<String> reason) {

  /** What became of it. */
  public enum Outcome {
    INSTALLED,
    FAILED,
    ROLLED_BACK
  }
}
