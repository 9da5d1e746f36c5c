package io.perennial;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.architecture.ArchitectureContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The code keeps to its own rules: Modulith's, ours, and their size. */
class ArchitectureTest extends ArchitectureContract {

  private static final int MOST_LINES = 400;

  @Test
  void modulesShowOnlyTheirApi() {
    ApplicationModules.of(Perennial.class).verify();
  }

  @Test
  void noClassIsLongerThanAPageTurn() throws IOException {
    assertThat(longerThan(MOST_LINES)).isEmpty();
  }

  @Test
  void theLongestClassIsFoundWhenTheCapIsLower() throws IOException {
    assertThat(longerThan(200)).isNotEmpty();
  }

  private static List<Path> longerThan(int lines) throws IOException {
    Path sources = Path.of("main", "java");
    assertThat(sources).as("tests run in the module's folder").isDirectory();
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> length(file) > lines)
          .toList();
    }
  }

  private static long length(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
