package io.perennial.connector.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.perennial.connector.Instruction;
import io.perennial.connector.Instruction.ServeHttpToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Serves http-01 tokens on a free loopback port, as the core does on the plain one. */
final class TokenServer implements AutoCloseable {

  private static final String PATH = "/.well-known/acme-challenge/";

  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final HttpServer server;

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, this::serve);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void serve(List<Instruction> instructions) {
    for (Instruction instruction : instructions) {
      ServeHttpToken token = (ServeHttpToken) instruction;
      tokens.put(token.token(), token.keyAuthorization());
    }
  }

  void stopServing(List<Instruction> instructions) {
    for (Instruction instruction : instructions) {
      tokens.remove(((ServeHttpToken) instruction).token());
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String text = tokens.get(exchange.getRequestURI().getPath().substring(PATH.length()));
      if (text == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
