package io.perennial.architecture.offending.pki;

import io.perennial.architecture.offending.kernel.OtherHalfOfACycle;

/** Knows what knows it. */
public final class HalfOfACycle {

  OtherHalfOfACycle other() {
    return new OtherHalfOfACycle();
  }
}
