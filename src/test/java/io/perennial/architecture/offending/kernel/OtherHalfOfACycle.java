package io.perennial.architecture.offending.kernel;

import io.perennial.architecture.offending.pki.HalfOfACycle;

/** Knows what knows it. */
public final class OtherHalfOfACycle {

  HalfOfACycle other() {
    return new HalfOfACycle();
  }
}
