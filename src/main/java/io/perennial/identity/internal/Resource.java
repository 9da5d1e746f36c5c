package io.perennial.identity.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a token is good for: {@code https://HOST}, with the port unless it is 443, without a slash
 * at its end.
 */
record Resource(String value) {

  private static final int HTTPS = 443;

  /**
   * @return empty when the text is no https address of a host and nothing else
   */
  static Optional<Resource> parse(String text) {
    try {
      URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean bare =
          "https".equalsIgnoreCase(address.getScheme())
              && address.getHost() != null
              && address.getRawUserInfo() == null
              && String.valueOf(address.getRawPath()).isEmpty()
              && address.getRawQuery() == null
              && address.getRawFragment() == null;
      return bare ? Optional.of(of(address.getHost(), address.getPort())) : Optional.empty();
    } catch (URISyntaxException no) {
      return Optional.empty();
    }
  }

  private static Resource of(String host, int port) {
    boolean usual = port == -1 || port == HTTPS;
    return new Resource("https://" + host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port));
  }

  /** Whether it is at this host, whatever the port. */
  boolean at(String host) {
    return host.equals(URI.create(value).getHost());
  }
}
