package io.perennial.connector.testkit.acme;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends answers in the manner asked for; every pause ends when the server closes. */
record AnswerWriter(CountDownLatch closing) {

  /** Waits, unless the server closes. */
  void pause(Duration length) throws IOException {
    try {
      if (length.isPositive() && closing.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the server closes");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("the server closes", interrupted);
    }
  }

  void write(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().putAll(answer.headers());
    boolean bodiless =
        exchange.getRequestMethod().equals("HEAD")
            || answer.status() == 204
            || answer.status() == 304;
    switch (answer.delivery()) {
      case Delivery.Whole() when bodiless || answer.body().length == 0 ->
          exchange.sendResponseHeaders(answer.status(), -1);
      case Delivery.Whole() -> {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
      case Delivery.Dribbled(Duration pause) -> dribble(exchange, answer, pause);
      case Delivery.Repeated(long bytes) -> repeat(exchange, answer, bytes);
      case Delivery.Dropped() -> exchange.close();
    }
  }

  private void dribble(HttpExchange exchange, Answer answer, Duration pause) throws IOException {
    exchange.sendResponseHeaders(answer.status(), 0);
    OutputStream out = exchange.getResponseBody();
    for (byte each : answer.body()) {
      out.write(each);
      out.flush();
      pause(pause);
    }
  }

  private static void repeat(HttpExchange exchange, Answer answer, long bytes) throws IOException {
    exchange.sendResponseHeaders(answer.status(), 0);
    OutputStream out = exchange.getResponseBody();
    for (long sent = 0; sent < bytes; sent += answer.body().length) {
      out.write(answer.body());
    }
  }
}
