package io.perennial.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files whose modes are part of the test, whatever the umask. */
public final class Folders {

  private Folders() {}

  /**
   * Creates a folder with those above it.
   *
   * @param mode such as {@code rwx------}
   */
  public static void create(Path folder, String mode) {
    try {
      Files.createDirectories(folder);
      mode(folder, mode);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Writes a file that its owner alone can read. */
  public static void writePrivate(Path file, String text) {
    try {
      Files.writeString(file, text);
      mode(file, "rw-------");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sets the mode. */
  public static void mode(Path path, String mode) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
