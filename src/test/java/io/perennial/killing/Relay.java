package io.perennial.killing;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What stands before port 80 of a service whose servers come and go: it passes a request on when
 * somebody is there to answer it. A CA asks once only, and may ask just while the server is dead.
 */
final class Relay implements AutoCloseable {

  /** Less than the fifteen seconds for which Pebble waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(14);

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final int target;

  Relay(int target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + target + exchange.getRequestURI().getPath()))
              .build();
      HttpResponse<byte[]> response =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(100))
              .pollDelay(Duration.ZERO)
              .ignoreExceptionsInstanceOf(IOException.class)
              .until(
                  () -> client.send(request, HttpResponse.BodyHandlers.ofByteArray()),
                  answer -> answer.statusCode() == 200);
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    } catch (ConditionTimeoutException nobody) {
      exchange.sendResponseHeaders(504, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
