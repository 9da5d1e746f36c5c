package io.perennial.envelope.internal;

import io.perennial.envelope.KeyEncryptionKeyUnusable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the key-encryption key lies.
 *
 * @param kekFolder the folder of the key file; by default /etc/perennial where that can be written,
 *     else .config/perennial in the home folder
 * @param data the folder of the embedded database; whoever copies it must not get the key with it
 */
@ConfigurationProperties("perennial")
record EnvelopeProperties(@Nullable Path kekFolder, Path data) {

  /**
   * @throws KeyEncryptionKeyUnusable when it lies below the data
   */
  Path folder() {
    Path folder = chosen();
    if (folder.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
      throw new KeyEncryptionKeyUnusable(
          "The key-encryption key would lie in " + folder + ", below the data that it protects.",
          "Name a folder outside "
              + data
              + " with perennial.kek-folder; a backup of the data must"
              + " not hold the key.");
    }
    return folder;
  }

  private Path chosen() {
    if (kekFolder != null) {
      return kekFolder;
    }
    Path system = Path.of("/etc");
    return Files.isWritable(system)
        ? system.resolve("perennial")
        : Path.of(System.getProperty("user.home"), ".config", "perennial");
  }
}
