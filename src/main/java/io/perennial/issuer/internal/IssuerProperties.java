package io.perennial.issuer.internal;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How CAs are reached.
 *
 * @param connectors a folder whose jars are loaded as connectors, if any
 * @param outbound which addresses besides public ones may be connected to
 */
@ConfigurationProperties("perennial")
record IssuerProperties(@Nullable Path connectors, @DefaultValue Outbound outbound) {

  /**
   * @param allow ranges that CAs may have their addresses in, besides public ones, such as {@code
   *     10.0.0.0/8}
   */
  record Outbound(@DefaultValue List<String> allow) {}
}
