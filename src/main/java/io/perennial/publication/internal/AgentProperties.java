package io.perennial.publication.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What agents get.
 *
 * @param certificateLife how long a client certificate for the pull port is good, from 1h to 90d;
 *     agents renew theirs when a third of it is left
 */
@ConfigurationProperties("perennial.agent")
record AgentProperties(@DefaultValue("7d") Duration certificateLife) {

  private static final Duration LEAST = Duration.ofHours(1);
  private static final Duration MOST = Duration.ofDays(90);

  AgentProperties {
    if (certificateLife.compareTo(LEAST) < 0 || certificateLife.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "perennial.agent.certificate-life is from 1h to 90d; set it to 7d, for example.");
    }
  }
}
