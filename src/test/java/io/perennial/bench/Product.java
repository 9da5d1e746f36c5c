package io.perennial.bench;

import io.perennial.Perennial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The product in this process, for what has no door to the outside. */
final class Product {

  private Product() {}

  /**
   * @param folder new, and short enough for a socket's path
   * @param properties as {@code --name=value}
   */
  static ConfigurableApplicationContext in(Path folder, String... properties) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--perennial.data=" + folder.resolve("data"),
                "--perennial.kek-folder=" + folder.resolve("kek"),
                "--perennial.socket=" + folder.resolve("s"),
                "--perennial.renewal.sweep-interval=1d",
                "--perennial.port=0",
                "--perennial.plain-port=0",
                "--perennial.pull-port=0"));
    arguments.addAll(Arrays.asList(properties));
    return SpringApplication.run(Perennial.class, arguments.toArray(String[]::new));
  }
}
