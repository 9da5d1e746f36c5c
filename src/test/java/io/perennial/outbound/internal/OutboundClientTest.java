package io.perennial.outbound.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.kernel.AddressRules;
import io.perennial.kernel.NetworkRange;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a CA that does not mean well. */
class OutboundClientTest {

  private static final int MOST = 10_000;
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final char[] PASSWORD = "test".toCharArray();

  private final AtomicInteger hits = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpsServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    KeyPair pair = TestKeys.shared(KeyType.P_256);
    X509Certificate certificate =
        TestCertificates.of("localhost", Instant.EPOCH, Duration.ofDays(36_500), pair);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.setHttpsConfigurator(new HttpsConfigurator(serving(pair, certificate)));
    server.createContext(
        "/",
        exchange -> {
          hits.incrementAndGet();
          switch (exchange.getRequestURI().getPath()) {
            case "/large" -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(new byte[MOST + 1]);
            }
            case "/exact" -> {
              exchange.sendResponseHeaders(200, MOST);
              exchange.getResponseBody().write(new byte[MOST]);
            }
            case "/redirect" -> {
              exchange.getResponseHeaders().add("Location", address("/exact").toString());
              exchange.sendResponseHeaders(302, -1);
            }
            case "/dribble" -> {
              exchange.sendResponseHeaders(200, 0);
              dribble(exchange.getResponseBody());
            }
            default -> exchange.sendResponseHeaders(204, -1);
          }
          exchange.close();
        });
    server.start();
    client =
        client(List.of(NetworkRange.parse("127.0.0.0/8"), NetworkRange.parse("::1")), certificate);
  }

  private void dribble(java.io.OutputStream out) throws IOException {
    try {
      while (!over.await(100, TimeUnit.MILLISECONDS)) {
        out.write('.');
        out.flush();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLContext serving(KeyPair pair, X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static OutboundClient client(List<NetworkRange> allowed, X509Certificate root)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new OutboundClient(
        HttpClient.newBuilder().sslContext(context).build(),
        new AddressRules("perennial.outbound.allow", allowed),
        DEADLINE,
        MOST);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private URI address(String path) {
    return URI.create("https://localhost:" + server.getAddress().getPort() + path);
  }

  private HttpResponse<byte[]> get(HttpClient from, URI uri) throws Exception {
    return from.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void readsAnAnswerUpToTheCapAndNoByteMore() throws Exception {
    assertThat(get(client, address("/exact")).body()).hasSize(MOST);
    assertThatThrownBy(() -> get(client, address("/large")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than " + MOST);
  }

  @Test
  void givesUpOnAServerThatDribbles() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> get(client, address("/dribble")))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("longer than 2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(DEADLINE.minusMillis(100), DEADLINE.multipliedBy(3));
  }

  @Test
  void followsNoRedirect() throws Exception {
    assertThat(get(client, address("/redirect")).statusCode()).isEqualTo(302);
    assertThat(hits).hasValue(1);
    assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:%d/",
        "HTTP://localhost:%d/",
        "http://user@localhost:%d/",
      })
  void callsHttpsOnly(String pattern) {
    URI uri = URI.create(pattern.formatted(server.getAddress().getPort()));
    assertThatThrownBy(() -> get(client, uri))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Only https");
    assertThat(hits).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:%d/",
        "https://127.0.0.1:%d/",
        "https://127.1:%d/",
        "https://2130706433:%d/",
        "https://0x7f.1:%d/",
        "https://[::1]:%d/",
        "https://[::ffff:127.0.0.1]:%d/",
        "https://[::ffff:7f00:1]:%d/",
        "https://[::127.0.0.1]:%d/",
        "https://[fe80::1%%25lo]:%d/",
        "https://user:password@127.0.0.1:%d/",
        "https://127.0.0.1.:%d/",
      })
  void reachesNothingThatIsNotAllowed(String pattern) throws Exception {
    HttpClient strict =
        client(List.of(), TestCertificates.of("localhost", Instant.EPOCH, Duration.ofDays(1)));
    URI uri = URI.create(pattern.formatted(server.getAddress().getPort()));
    assertThatThrownBy(() -> get(strict, uri))
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    assertThat(hits).hasValue(0);
  }

  @Test
  void letsGoWhenTheCallerIsInterrupted() throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                get(client, address("/dribble"));
              } catch (InterruptedException stopped) {
                hits.set(-1);
              } catch (Exception other) {
                throw new IllegalStateException(other);
              }
            });
    org.awaitility.Awaitility.await().until(() -> hits.get() == 1);
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(1))).isTrue();
    assertThat(hits).hasValue(-1);
  }
}
