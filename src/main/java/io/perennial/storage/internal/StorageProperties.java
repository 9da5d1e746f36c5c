package io.perennial.storage.internal;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the embedded database lies.
 *
 * @param data the folder of the embedded database, the command line's socket and the copies made
 *     before upgrades
 */
@ConfigurationProperties("perennial")
record StorageProperties(Path data) {

  Path backups() {
    return data.resolve("backups").toAbsolutePath().normalize();
  }
}
