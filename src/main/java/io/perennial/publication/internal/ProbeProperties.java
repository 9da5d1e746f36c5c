package io.perennial.publication.internal;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the prober looks.
 *
 * @param interval the time between two looks at a binding that serves what is published
 * @param allow ranges that a probe may connect to besides public addresses; servers usually have
 *     private ones
 */
@ConfigurationProperties("perennial.probe")
record ProbeProperties(
    @DefaultValue("5m") Duration interval,
    @DefaultValue({
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "fc00::/7",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "::1/128"
        })
        List<String> allow) {}
