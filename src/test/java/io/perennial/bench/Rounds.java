package io.perennial.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Two contenders take turns on the same machine; the median of each counts. */
final class Rounds {

  private Rounds() {}

  /** Runs each once to warm up, then {@code number} times in turn. */
  static Medians of(int number, Callable<Sample> ours, Callable<Sample> peer) throws Exception {
    ours.call();
    peer.call();
    Sample[] mine = new Sample[number];
    Sample[] theirs = new Sample[number];
    for (int i = 0; i < number; i++) {
      mine[i] = ours.call();
      theirs[i] = peer.call();
    }
    return new Medians(median(mine), median(theirs));
  }

  static Sample median(Sample... samples) {
    return new Sample(
        median(Arrays.stream(samples).mapToDouble(Sample::rate).toArray()),
        median(Arrays.stream(samples).mapToDouble(Sample::p50Millis).toArray()),
        median(Arrays.stream(samples).mapToDouble(Sample::cpuMillis).toArray()));
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * One round.
   *
   * @param rate per second
   * @param p50Millis of one unit of work, wall
   * @param cpuMillis of the process that served it, per unit of work
   */
  record Sample(double rate, double p50Millis, double cpuMillis) {}

  record Medians(Sample ours, Sample peer) {

    double percent() {
      return 100 * ours.rate() / peer.rate();
    }
  }
}
