package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestHttpClientsTest {

  private final ToyCa ca = new ToyCa(Clock.systemUTC());
  private HttpsServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  private SSLContext serverContext() throws Exception {
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    List<X509Certificate> chain =
        ca.sign(pair.getPublic(), List.of(new Identifier.Dns("localhost")));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", pair.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private int get(List<X509Certificate> roots) throws Exception {
    try (HttpClient client = TestHttpClients.trusting(roots)) {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void trustsAdditionalRootsAndFollowsNoRedirect() throws Exception {
    assertThat(get(List.of(ca.root()))).isEqualTo(302);
  }

  @Test
  void trustsNoOthers() {
    assertThatThrownBy(() -> get(List.of())).isInstanceOf(SSLHandshakeException.class);
    X509Certificate otherRoot = new ToyCa(Clock.systemUTC()).root();
    assertThatThrownBy(() -> get(List.of(otherRoot))).isInstanceOf(SSLHandshakeException.class);
  }
}
