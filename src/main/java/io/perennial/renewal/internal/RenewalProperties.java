package io.perennial.renewal.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How renewal runs.
 *
 * @param sweepInterval how often the due certificates are looked for
 */
@ConfigurationProperties("perennial.renewal")
record RenewalProperties(@DefaultValue("30s") Duration sweepInterval) {}
