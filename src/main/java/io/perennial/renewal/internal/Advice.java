package io.perennial.renewal.internal;

import io.perennial.kernel.VersionId;
import java.util.Optional;

/**
 * What a CA has said of when to renew a version.
 *
 * @param origin the CA that gave advice for it; empty until one did
 * @param window the last one that made sense
 * @param problem why what it said last is passed over, as a sentence
 */
record Advice(
    VersionId version, Optional<String> origin, Optional<Window> window, Optional<String> problem) {

  static Advice none(VersionId version) {
    return new Advice(version, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Advice saying(String from, Optional<Window> found) {
    return new Advice(version, Optional.of(from), found, Optional.empty());
  }

  /** The last window stays: what is wrong now does not unsay it. */
  Advice passedOver(String reason) {
    return new Advice(
        version,
        origin,
        window,
        Optional.of("What its CA says of when to renew it is passed over: " + reason));
  }
}
