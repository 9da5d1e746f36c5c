package io.perennial.issuer.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where kinds of CAs come from.
 *
 * @param connectors a folder whose jars are loaded as connectors, if any
 */
@ConfigurationProperties("perennial")
record IssuerProperties(@Nullable Path connectors) {}
