package io.perennial.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments and environments of a process and all it starts, as any user of the machine could
 * read the former in {@code /proc}.
 */
record Arguments(Set<String> all) {

  /** Looks again and again until the process ends. */
  static Arguments watch(Process process) {
    Set<String> seen = new TreeSet<>();
    while (process.isAlive()) {
      Stream.concat(Stream.of(process.toHandle()), process.descendants())
          .map(ProcessHandle::pid)
          .forEach(pid -> {
            seen.add(read(pid, "cmdline"));
            seen.add(read(pid, "environ"));
          });
    }
    return new Arguments(seen);
  }

  private static String read(long pid, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException ended) {
      return "";
    }
  }

  /** The first words of the command lines that were seen. */
  Set<String> programs() {
    return all.stream().map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
  }

  /** What must be seen nowhere: what proves who the agent is, and each line of the site's key. */
  static List<String> secrets(ServedSite site) {
    try {
      Path key = site.nginx().tls().resolve("current/key.pem");
      List<String> lines =
          Files.readAllLines(key).stream().filter(line -> !line.startsWith("-----")).toList();
      return Stream.concat(site.agent().secrets().stream(), lines.stream()).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
