package io.perennial.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that a test runs, with what it wrote. */
public final class Program {

  /** Nothing that a test runs takes longer; what does has hung. */
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Runs to the end. */
  public static Ended run(Object... command) {
    return start(command).ended();
  }

  /** Starts; each word of the command is written with its {@code toString}. */
  public static Program start(Object... command) {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      Process process =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Program(process, out, err);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Process process() {
    return process;
  }

  /** What it wrote to its standard output until now. */
  public String out() {
    return read(out);
  }

  /** Waits for its end. */
  public Ended ended() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("It has hung. It wrote: " + out() + read(err));
      }
      Ended ended = new Ended(process.exitValue(), out(), read(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The top of the tree that the tests run in. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("deploy"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("The tests run outside of the tree.");
      }
    }
    return folder;
  }

  /** How a program ended. */
  public record Ended(int status, String out, String err) {}
}
