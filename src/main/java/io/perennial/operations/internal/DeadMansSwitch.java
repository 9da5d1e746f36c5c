package io.perennial.operations.internal;

import io.perennial.outbound.OutboundClients;
import io.perennial.renewal.Swept;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Calls an address after each sweep, so that its owner hears of silence: a server that is dead
 * cannot say so. Whoever knows the address can keep the alarm quiet, so it is never written down.
 */
@Component
@EnableConfigurationProperties(OperationsProperties.class)
class DeadMansSwitch {

  private static final Logger log = LoggerFactory.getLogger(DeadMansSwitch.class);
  private static final int SUCCESS = 2;

  private final Optional<URI> address;
  private final HttpClient http;
  private final Semaphore one = new Semaphore(1);
  private volatile boolean failing;

  DeadMansSwitch(OperationsProperties properties, OutboundClients clients) {
    this.address = Optional.ofNullable(properties.deadManUrl());
    if (address
        .filter(uri -> !"https".equals(uri.getScheme()) || uri.getHost() == null)
        .isPresent()) {
      throw new UnusableAddress();
    }
    this.http = clients.create(List.of());
  }

  /** The address cannot be called; it is not repeated, because it is a secret. */
  static final class UnusableAddress extends RuntimeException {

    private UnusableAddress() {
      super("perennial.dead-man-url is no https address.");
    }
  }

  /** Says so at the start, without a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<UnusableAddress> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableAddress cause) {
      return new FailureAnalysis(
          cause.getMessage(), "Give it one, such as https://watcher.example.org/TOKEN.", cause);
    }
  }

  /** Never holds the sweep up, and never runs twice at a time. */
  @EventListener
  void swept(Swept sweep) {
    if (address.isPresent() && one.tryAcquire()) {
      Thread.ofVirtual()
          .name("dead-man's switch")
          .start(() -> {
            try {
              call(address.get());
            } finally {
              one.release();
            }
          });
    }
  }

  private void call(URI uri) {
    try {
      int status =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status / 100 == SUCCESS) {
        worked();
      } else {
        failed("it answered " + status);
      }
    } catch (IOException unreachable) {
      failed(unreachable.getClass().getSimpleName());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void worked() {
    if (failing) {
      failing = false;
      log.info("The dead-man URL answers again.");
    }
  }

  private void failed(String reason) {
    if (!failing) {
      failing = true;
      log.warn(
          "The dead-man URL could not be called ({}). It is tried again after each sweep; check"
              + " perennial.dead-man-url and, for a private address, perennial.outbound.allow.",
          reason);
    }
  }
}
