package io.perennial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keeps a number of units of work in flight for some time. */
final class Load {

  private static final double TICKS_PER_MILLI = 0.1;

  /** Before the rounds: a JVM is compiling what it runs for its first thousands of issues. */
  static final Duration WARM_UP = Duration.ofSeconds(20);

  private Load() {}

  /**
   * @param pid whose CPU counts
   * @throws IllegalStateException when a unit of work failed: such a round tells nothing
   */
  static Rounds.Sample run(long pid, int inFlight, Duration time, Callable<?> work)
      throws Exception {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    double cpu = cpuMillis(pid);
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(inFlight)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        all.add(
            threads.submit(() -> {
              while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                work.call();
                millis.add((System.nanoTime() - begun) / 1e6);
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Rounds.Sample(
        sorted.length / seconds, Rounds.median(sorted), (cpuMillis(pid) - cpu) / sorted.length);
  }

  /** CPU that a process has used so far, user and system. */
  static double cpuMillis(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_MILLI;
  }
}
