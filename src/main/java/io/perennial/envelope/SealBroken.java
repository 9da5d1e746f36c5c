package io.perennial.envelope;

/** A sealed value does not open: it was changed, moved, or sealed by another key. */
public final class SealBroken extends RuntimeException {

  public SealBroken(SealContext context, Throwable cause) {
    super(
        "The sealed "
            + context.kind()
            + " of "
            + context.object()
            + " does not open. It was altered or copied from elsewhere; restore it from a backup.",
        cause);
  }
}
