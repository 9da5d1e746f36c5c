package io.perennial.protection;

import io.perennial.kernel.Refusal;
import java.util.List;

/**
 * A certificate that was made elsewhere, as somebody brings it.
 *
 * @param name of the certificate; blank: made of its first name
 * @param files PEM or PKCS#12, the private key among them; the caller wipes them
 * @param password that protects the key; empty: none
 * @param issuer by name, which renews it from then on; blank: none, so it is only watched
 */
public record Import(String name, List<byte[]> files, char[] password, String issuer) {

  private static final int MOST_FILES = 4;
  private static final long MOST_BYTES = 256L * 1024;

  /**
   * @throws Refusal when there is nothing, or far more than a key and its chain
   */
  public Import {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw Refusal.invalid("Choose the file with the certificate and its private key.");
    }
    if (files.size() > MOST_FILES
        || files.stream().mapToLong(file -> file.length).sum() > MOST_BYTES) {
      throw Refusal.invalid(
          "Choose at most %d files of %d KiB together; a key and its chain are far smaller."
              .formatted(MOST_FILES, MOST_BYTES / 1024));
    }
    password = password.clone();
  }

  @Override
  public char[] password() {
    return password.clone();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "Import[" + name + ", " + files.size() + " files]";
  }
}
