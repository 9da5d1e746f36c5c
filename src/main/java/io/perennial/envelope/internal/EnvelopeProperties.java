package io.perennial.envelope.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the key-encryption key lies.
 *
 * @param kekFolder folder of the key file; never below the data folder
 */
@ConfigurationProperties("perennial")
record EnvelopeProperties(@Nullable Path kekFolder) {

  Path folder() {
    if (kekFolder != null) {
      return kekFolder;
    }
    Path system = Path.of("/etc");
    return Files.isWritable(system)
        ? system.resolve("perennial")
        : Path.of(System.getProperty("user.home"), ".config", "perennial");
  }
}
