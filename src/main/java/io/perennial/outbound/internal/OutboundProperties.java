package io.perennial.outbound.internal;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be called.
 *
 * @param allow ranges that CAs and other called servers may have their addresses in, besides public
 *     ones, such as {@code 10.0.0.0/8}
 * @param roots a PEM file of root certificates that called servers' certificates may lead to,
 *     besides those of the platform
 */
@ConfigurationProperties("perennial.outbound")
record OutboundProperties(@DefaultValue List<String> allow, @Nullable Path roots) {}
