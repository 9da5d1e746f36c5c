package io.perennial.publication.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Identifier;
import io.perennial.pki.EphemeralCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private final Handshake handshake =
      new Handshake(new ProbeProperties(Duration.ofMinutes(5), List.of("127.0.0.0/8")));

  /**
   * A resumed session (RFC 5246, section 7.3) shows the certificate of the handshake that began it:
   * the old one after a renewal, or another name's at the same address.
   */
  @Test
  void neverTakesARememberedCertificateForTheOneThatIsServed() throws Exception {
    Switching switching = new Switching();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {switching}, null, null);
    try (SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      // In this version a session can be resumed as soon as the handshake is over.
      listener.setEnabledProtocols(new String[] {"TLSv1.2"});
      Thread.ofVirtual().start(() -> accept(listener));
      X509Certificate first = look(listener.getLocalPort());

      switching.serving = EphemeralCertificate.create(NOW.plusSeconds(1));

      X509Certificate second = look(listener.getLocalPort());
      assertThat(second).isEqualTo(switching.serving.chain().getFirst()).isNotEqualTo(first);
    }
  }

  private X509Certificate look(int port) throws IOException {
    return handshake.look("127.0.0.1", port, new Identifier.Dns("www.test.internal"));
  }

  private static void accept(SSLServerSocket listener) {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        socket.startHandshake();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (SSLException lookedOnly) {
        continue;
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Shows whichever certificate is set. */
  private static final class Switching extends X509ExtendedKeyManager {

    private volatile EphemeralCertificate serving = EphemeralCertificate.create(NOW);

    @Override
    public String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "serving";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return serving.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return serving.keys().getPrivate();
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {"serving"};
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
