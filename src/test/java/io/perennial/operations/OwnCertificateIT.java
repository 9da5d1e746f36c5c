package io.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.overview.Overviews;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateIT {

  @TempDir Path folder;

  @Test
  void issuesAndServesItsOwnCertificateAndFollowsItsSettings() throws Exception {
    String first;
    try (RunningServer server = RunningServer.in(folder).start()) {
      awaitGreen(server);
      first = served(server.httpsPort()).getSerialNumber().toString();
    }
    try (RunningServer server = RunningServer.in(folder).start()) {
      awaitGreen(server);
      assertThat(served(server.httpsPort()).getSerialNumber()).hasToString(first);
    }
    try (RunningServer server =
        RunningServer.in(folder).property("perennial.hostname", "pki.example.com").start()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(served(server.httpsPort()).getSubjectAlternativeNames())
                  .contains(List.of(2, "pki.example.com")));
      awaitGreen(server);
    }
  }

  private static void awaitGreen(RunningServer server) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(server.bean(Overviews.class).now(RunningServer.SYSTEM).sentence())
                .isEqualTo("Nothing will expire unattended."));
  }

  private static X509Certificate served(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everything()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class Everything implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
