package io.perennial.testing;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** HTTP clients that trust what a running server's own certificate leads to, and nothing else. */
public final class TrustingClient {

  private TrustingClient() {}

  /** Follows no redirects and keeps no cookies, unless told otherwise. */
  public static HttpClient.Builder of(RunningServer server) {
    return HttpClient.newBuilder().sslContext(context(server));
  }

  /** Writes the roots for programs, PEM. */
  public static void writeRoots(RunningServer server, Path file) {
    try {
      Files.writeString(file, Pem.certificates(roots(server)));
    } catch (IOException | ConnectorException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static List<X509Certificate> roots(RunningServer server) throws ConnectorException {
    Issuers issuers = server.bean(Issuers.class);
    Issuer issuer = issuers.find(RunningServer.SYSTEM, new ObjectName("private-ca")).orElseThrow();
    return ((TrustSource) issuers.open(RunningServer.SYSTEM, issuer.id())).roots();
  }

  /** For sockets. */
  public static SSLContext context(RunningServer server) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(server), null);
      return context;
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static TrustManager[] trust(RunningServer server) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate root : roots(server)) {
        store.setCertificateEntry(root.getSerialNumber().toString(), root);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      return trust.getTrustManagers();
    } catch (ConnectorException | GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
