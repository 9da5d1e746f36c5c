package io.perennial.envelope;

/** The server cannot start, because its key-encryption key is missing or is not the right one. */
public final class KeyEncryptionKeyUnusable extends RuntimeException {

  private final String remedy;

  public KeyEncryptionKeyUnusable(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What to do next. */
  public String remedy() {
    return remedy;
  }
}
