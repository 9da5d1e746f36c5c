package io.perennial.pullapi.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The port of servers and agents.
 *
 * @param pullTls whose TLS the pull port speaks: BoringSSL where its library loads ({@code
 *     native}), or the JDK's ({@code jdk})
 * @param pullConnections how many connections to the pull port may be open at once; more are closed
 *     as they come
 */
@ConfigurationProperties("perennial")
record PullPortProperties(Tls pullTls, int pullConnections) {

  /** Who encrypts. */
  enum Tls {
    /** BoringSSL where its library loads, else the JDK. */
    NATIVE,
    /** The JDK. */
    JDK
  }
}
