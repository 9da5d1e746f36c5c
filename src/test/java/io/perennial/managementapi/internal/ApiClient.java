package io.perennial.managementapi.internal;

import io.perennial.automation.Automation;
import io.perennial.automation.TokenWish;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TrustingClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program with a token. Every answer is held against the served document. */
final class ApiClient {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final String base;
  private final String token;
  private final ApiDocument document;

  private ApiClient(HttpClient http, String base, String token, ApiDocument document) {
    this.http = http;
    this.base = base;
    this.token = token;
    this.document = document;
  }

  static ApiClient of(RunningServer server, String name, String role) throws IOException {
    return of(server, new TokenWish(name, role, "", "", ""));
  }

  static ApiClient of(RunningServer server, TokenWish wish) throws IOException {
    String token = server.bean(Automation.class).issue(RunningServer.SYSTEM, wish).issued().token();
    return new ApiClient(
        TrustingClient.of(server).build(),
        "https://localhost:" + server.httpsPort(),
        token,
        ApiDocument.ofTheProduct());
  }

  ApiClient with(String otherToken) {
    return new ApiClient(http, base, otherToken, document);
  }

  String token() {
    return token;
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, "", headers);
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  Answer put(String path, String body, String... headers) throws IOException, InterruptedException {
    return send("PUT", path, body, headers);
  }

  Answer send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    Answer answer = raw(method, path, body, "application/json", headers);
    document.check(
        method,
        path,
        answer.status(),
        answer.header("Content-Type"),
        answer.body().getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  /** Whatever comes, in the document or not. */
  Answer raw(String method, String path, String body, String type, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** An answer as it came. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return JSON.readTree(body());
    }

    String text(String field) {
      return json().at("/" + field.replace('.', '/')).asString("");
    }
  }
}
