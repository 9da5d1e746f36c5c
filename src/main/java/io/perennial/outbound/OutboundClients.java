package io.perennial.outbound;

import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.List;

/** Makes clients with which to call servers outside. */
public interface OutboundClients {

  /**
   * A client for blocking calls to https addresses. Each fails with {@link java.io.IOException}
   * when the address is not allowed, after 30 seconds, or beyond an answer of 1 MiB. It follows no
   * redirects.
   *
   * @param additionalRoots trusted for TLS besides the platform's own
   */
  HttpClient create(List<X509Certificate> additionalRoots);
}
