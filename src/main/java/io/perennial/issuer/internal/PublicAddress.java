package io.perennial.issuer.internal;

import io.perennial.kernel.IssuerId;
import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where relying parties reach the plain listener, as certificates say it.
 *
 * @param hostname under which the server is reached
 * @param plainPort of the plain listener
 */
@ConfigurationProperties("perennial")
record PublicAddress(
    @DefaultValue("localhost") String hostname, @DefaultValue("8080") int plainPort) {

  /** RFC 5280, section 4.2.1.13, wants it plain: the list carries its own signature. */
  URI crl(IssuerId issuer, int series) {
    String file = series == 1 ? issuer.value() : issuer.value() + "-" + series;
    try {
      return new URI("http", null, hostname, plainPort, "/crl/" + file + ".crl", null, null);
    } catch (URISyntaxException notAHost) {
      throw new IllegalStateException(
          "perennial.hostname is no host name; set it to the server's.", notAHost);
    }
  }
}
