package io.perennial.connector.testkit.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** From a request to the resource that answers it, by way of the fault script. */
final class AcmeHandler implements HttpHandler {

  private final FaultScript faults;
  private final CaBehaviour behaviour;
  private final Nonces nonces;
  private final JwsVerifier verifier;
  private final Endpoints endpoints;
  private final AnswerWriter writer;
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

  AcmeHandler(
      FaultScript faults,
      CaBehaviour behaviour,
      Nonces nonces,
      JwsVerifier verifier,
      Endpoints endpoints,
      AnswerWriter writer) {
    this.faults = faults;
    this.behaviour = behaviour;
    this.nonces = nonces;
    this.verifier = verifier;
    this.endpoints = endpoints;
    this.writer = writer;
  }

  /** How many connections there were: each has another port at its far end. */
  int connections() {
    return clients.size();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<ResourceKind> kind = kind(exchange.getRequestURI().getPath());
      if (kind.isEmpty()) {
        writer.write(exchange, Refusal.notFound("resource").answer());
        return;
      }
      Fault fault = faults.next(kind.get());
      writer.pause(fault.delay());
      Answer answer =
          fault.instead().isPresent() ? fault.instead().get() : work(kind.get(), exchange, body);
      if (kind.get() != ResourceKind.DIRECTORY) {
        answer = answer.withHeader("Replay-Nonce", nonces.fresh());
      }
      writer.write(exchange, fault.alter().apply(answer));
    }
  }

  private Optional<ResourceKind> kind(String path) {
    if (path.equals(ResourceKind.DIRECTORY.path())) {
      return Optional.of(ResourceKind.DIRECTORY);
    }
    String prefix = behaviour.prefix();
    return path.startsWith(prefix)
        ? ResourceKind.of(path.substring(prefix.length()))
        : Optional.empty();
  }

  private static String id(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private Answer work(ResourceKind kind, HttpExchange exchange, String body) {
    try {
      return switch (kind) {
        case DIRECTORY -> endpoints.directory();
        case NEW_NONCE -> Answer.empty(200);
        case RENEWAL_INFO -> endpoints.renewalInfo(id(exchange));
        default -> {
          String url =
              "https://"
                  + exchange.getRequestHeaders().getFirst("Host")
                  + exchange.getRequestURI().getPath();
          yield endpoints.signed(kind, id(exchange), verifier.verify(body, url));
        }
      };
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }
}
