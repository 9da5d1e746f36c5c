package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches the token as a CA would, except that every name is looked for on the loopback address.
 *
 * @param client closed by its owner
 * @param port where tokens are served
 */
public record Http01Fetch(HttpClient client, int port) implements Http01Validator {

  @Override
  public Optional<String> objection(Identifier name, String token, String keyAuthorization) {
    URI address = URI.create("http://127.0.0.1:" + port + "/.well-known/acme-challenge/" + token);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().strip().equals(keyAuthorization)
          ? Optional.empty()
          : Optional.of("the token of " + name.value() + " was answered by another text");
    } catch (IOException unreachable) {
      return Optional.of("the token of " + name.value() + " could not be fetched");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("the fetch for " + name.value() + " was interrupted");
    }
  }
}
