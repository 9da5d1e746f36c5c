package io.perennial.connector.testkit;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** HTTP clients for tests: no redirects, and trust in further roots. */
final class TestHttpClients {

  private TestHttpClients() {}

  static HttpClient trusting(List<X509Certificate> additionalRoots) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5));
    if (!additionalRoots.isEmpty()) {
      builder.sslContext(context(additionalRoots));
    }
    return builder.build();
  }

  private static SSLContext context(List<X509Certificate> additionalRoots) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate root : additionalRoots) {
        store.setCertificateEntry("additional-" + store.size(), root);
      }
      for (TrustManager platform : trustManagers(null)) {
        for (X509Certificate root : ((X509TrustManager) platform).getAcceptedIssuers()) {
          store.setCertificateEntry("platform-" + store.size(), root);
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(store), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("these roots cannot be trusted for TLS", e);
    }
  }

  private static TrustManager[] trustManagers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
