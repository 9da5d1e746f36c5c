package io.perennial.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A TLS listener on the loopback address whose certificate can be switched while it runs. */
public final class TlsServer implements AutoCloseable {

  private static final char[] NO_PASSWORD = new char[0];

  private final ServerSocket socket;
  private final AtomicReference<SSLContext> serving;

  private TlsServer(ServerSocket socket, SSLContext first) {
    this.socket = socket;
    this.serving = new AtomicReference<>(first);
  }

  public static TlsServer serving(PrivateKey key, List<X509Certificate> chain) {
    try {
      TlsServer server =
          new TlsServer(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), context(key, chain));
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Serves another certificate from the next handshake on. */
  public void change(PrivateKey key, List<X509Certificate> chain) {
    serving.set(context(key, chain));
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket plain = socket.accept();
        Thread.ofVirtual().start(() -> shake(plain));
      } catch (SocketException closed) {
        return;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void shake(Socket plain) {
    try (plain;
        SSLSocket tls =
            (SSLSocket)
                serving.get().getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
      tls.setUseClientMode(false);
      tls.startHandshake();
      tls.getInputStream().read();
    } catch (SSLException | SocketException lookedOnly) {
      // A prober hangs up as soon as it has seen the certificate.
      return;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static SSLContext context(PrivateKey key, List<X509Certificate> chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
