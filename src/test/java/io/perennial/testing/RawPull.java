package io.perennial.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Single requests to the pull API, well-formed or not, and their answers as they came. */
public final class RawPull {

  private final HttpClient http;
  private final String base;

  public RawPull(RunningServer server) {
    this(server, server.httpsPort());
  }

  /** At one of the ports that offer it. */
  public RawPull(RunningServer server, int port) {
    this(server, port, "127.0.0.1");
  }

  /** From one of this machine's addresses. */
  public RawPull(RunningServer server, int port, String from) {
    this.http =
        TrustingClient.of(server)
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral(from))
            .build();
    this.base = "https://localhost:" + port;
  }

  /** At the pull port, with a client certificate. */
  public RawPull(RunningServer server, SSLContext showing) {
    this.http =
        HttpClient.newBuilder().sslContext(showing).version(HttpClient.Version.HTTP_1_1).build();
    this.base = "https://localhost:" + server.pullPort();
  }

  /** Sends with a credential, or without one when it is empty. */
  public HttpResponse<byte[]> send(
      String method, String path, String credential, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Asks and does not wait for the answer. */
  public CompletableFuture<HttpResponse<byte[]>> later(
      String path, String credential, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).headers(headers);
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<byte[]> get(String path, String credential, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, credential, "", headers);
  }

  public HttpResponse<byte[]> post(String path, String credential, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(
        "POST",
        path,
        credential,
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  public static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
