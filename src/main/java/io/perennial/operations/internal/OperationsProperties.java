package io.perennial.operations.internal;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the deployment is watched.
 *
 * @param data the folder whose disk is measured
 * @param deadManUrl an https address that is called after each sweep, so that silence alarms; keep
 *     it secret
 */
@ConfigurationProperties("perennial")
record OperationsProperties(Path data, @Nullable URI deadManUrl) {

  @Override
  public String toString() {
    return "OperationsProperties[data=" + data + "]";
  }
}
