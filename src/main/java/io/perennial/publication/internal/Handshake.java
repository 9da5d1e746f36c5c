package io.perennial.publication.internal;

import io.perennial.connector.Identifier;
import io.perennial.kernel.AddressRules;
import io.perennial.kernel.NetworkRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at the certificate that an address presents, without believing it: what counts is which one
 * it is. Nothing is sent or read behind the handshake.
 */
@Component
class Handshake {

  private static final Logger log = LoggerFactory.getLogger(Handshake.class);
  private static final int CONNECT_MILLIS = 4_000;
  private static final int TOTAL_MILLIS = 8_000;

  private final AddressRules rules;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("probe-deadline").factory());

  Handshake(ProbeProperties properties) {
    this.rules =
        new AddressRules(
            "perennial.probe.allow", properties.allow().stream().map(NetworkRange::parse).toList());
  }

  /** Refuses an address that will never be looked at. */
  void check(String address) throws IOException {
    rules.resolve(address);
  }

  /**
   * @return the certificate presented for the name, or by default for an address
   */
  X509Certificate look(String address, int port, Identifier name) throws IOException {
    InetAddress target = rules.resolve(address).getFirst();
    Socket plain = new Socket();
    // A read timeout alone would let a server that dribbles bytes hold us for ever.
    ScheduledFuture<?> deadline =
        deadlines.schedule(() -> closeQuietly(plain), TOTAL_MILLIS, TimeUnit.MILLISECONDS);
    try (plain) {
      plain.connect(new InetSocketAddress(target, port), CONNECT_MILLIS);
      plain.setSoTimeout(TOTAL_MILLIS);
      try (SSLSocket socket =
          (SSLSocket) forgetful().getSocketFactory().createSocket(plain, address, port, true)) {
        if (name instanceof Identifier.Dns(String host)) {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setServerNames(
              List.of(new SNIHostName(host.startsWith("*.") ? "www" + host.substring(1) : host)));
          socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    } finally {
      deadline.cancel(false);
    }
  }

  /** A resumed session would show the certificate of the handshake that began it, not today's. */
  private static SSLContext forgetful() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Witness()}, null);
      return context;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime has no TLS", missing);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException broken) {
      log.debug("A handshake that took too long could not be closed", broken);
    }
  }

  /** Accepts everything: it is here to see, not to trust. */
  private static final class Witness extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
