package io.perennial.identity.internal;

import io.perennial.testing.RunningServer;
import io.perennial.testing.TrustingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Single requests to a server's token endpoints, and their answers as they came. */
final class TokenClient {

  private final HttpClient http;
  private final SSLContext trust;
  private final int port;

  /** From one of this machine's addresses. */
  TokenClient(RunningServer server, String from) {
    this.trust = TrustingClient.context(server);
    this.port = server.httpsPort();
    this.http =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral(from))
            .build();
  }

  static Map<String, String> form(String... fields) {
    Map<String, String> form = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return form;
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  HttpResponse<String> post(String path, Map<String, String> form, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-www-form-urlencoded";
    return post(path, encoded(form), all);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(path, "POST", BodyPublishers.ofString(body), headers);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(path, "GET", BodyPublishers.noBody(), headers);
  }

  /** At an address that a document named. */
  HttpResponse<String> at(String address) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String path, String method, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** With a host of the caller's choice. */
  String raw(String path, String host, String... headers) throws IOException {
    try (Socket socket = trust.getSocketFactory().createSocket("localhost", port)) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
                  .formatted(
                      path,
                      host,
                      Stream.of(headers).map(line -> line + "\r\n").collect(Collectors.joining()))
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
