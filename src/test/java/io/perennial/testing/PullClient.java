package io.perennial.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A server's side of the pull API, over the wire. */
public final class PullClient {

  private final HttpClient client;
  private final String base;
  private final String credential;

  private PullClient(HttpClient client, String base, String credential) {
    this.client = client;
    this.base = base;
    this.credential = credential;
  }

  /** Takes an invitation up. */
  public static PullClient enrol(RunningServer server, String token) {
    HttpClient client = TrustingClient.of(server).build();
    String base = "https://localhost:" + server.httpsPort() + "/pull/v1";
    PullClient nobody = new PullClient(client, base, "");
    String answer = nobody.post("/enrol", Map.of("token", token, "hostname", "web.test.internal"));
    String credential =
        answer
            .lines()
            .filter(line -> line.startsWith("credential="))
            .map(line -> line.substring("credential=".length()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(answer));
    return new PullClient(client, base, credential);
  }

  /** The bindings; each a list of id, certificate, version and what follows. */
  public List<List<String>> bindings() {
    return get("/bindings").lines().map(line -> Arrays.asList(line.split("\t"))).toList();
  }

  /** Private key and chain, PEM. */
  public String bundle(String binding) {
    return get("/bindings/" + binding + "/bundle.pem");
  }

  /** Says that a version is installed. */
  public void reportInstalled(String binding, String version) {
    post("/bindings/" + binding + "/report", Map.of("version", version, "outcome", "installed"));
  }

  private String get(String path) {
    return send(request(path).GET().build());
  }

  private String post(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return credential.isEmpty() ? request : request.header("Authorization", "Bearer " + credential);
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new AssertionError(request.uri() + " gave " + answer.statusCode() + answer.body());
      }
      return answer.body();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
