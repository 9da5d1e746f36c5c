package io.perennial.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Issues a number of certificates by the private CA, eight at a time. */
final class IssueSome {

  private IssueSome() {}

  /** Takes: base address, folder with token and roots, number. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Api api =
        new Api(
            folder.resolve("roots.pem"),
            URI.create(arguments[0]),
            folder.resolve("token"),
            Duration.ofMillis(10));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        all.add(threads.submit(() -> api.issue("private-ca", "P_256")));
      }
      for (Future<String> one : all) {
        one.get();
      }
    }
  }
}
