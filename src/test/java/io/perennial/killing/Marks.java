package io.perennial.killing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a server that may die at any moment leaves for the test to read, and is told by it. */
final class Marks {

  private final Path folder;

  Marks(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Forgets what was; nothing dies until it is told. */
  void startAnew() {
    delete("transitions");
    delete("at");
  }

  /**
   * Lets the server die at the next transition of this kind.
   *
   * @param transition a state and, where there is one, the connector's phase
   */
  void dieAt(Moment moment, String transition) {
    startAnew();
    write("at", moment + " " + transition);
  }

  /** Whether the server is told to die and has not done so. */
  boolean waits() {
    return !lines("at").isEmpty();
  }

  /** Whether this is the moment; true once. */
  boolean deadly(Moment moment, String transition) {
    if (!lines("at").equals(List.of(moment + " " + transition))) {
      return false;
    }
    delete("at");
    return true;
  }

  void transitioned(String transition) {
    append("transitions", transition);
  }

  List<String> transitions() {
    return lines("transitions");
  }

  void signed(String serial) {
    append("signed", serial);
  }

  List<String> signed() {
    return lines("signed");
  }

  private List<String> lines(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void append(String file, String line) {
    try {
      Files.writeString(
          folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void delete(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException undeletable) {
      throw new UncheckedIOException(undeletable);
    }
  }

  /** When to die. */
  enum Moment {
    /** What the CA answered is known and lost. */
    BEFORE_THE_COMMIT,
    /** What was committed was not acted on. */
    BEHIND_THE_COMMIT
  }
}
