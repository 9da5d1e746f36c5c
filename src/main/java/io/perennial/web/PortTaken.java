package io.perennial.web;

import java.net.BindException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says at start which port cannot be had, who has it, and by which setting to take another. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortTaken implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    int port = 0;
    Optional<String> denied = Optional.empty();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException taken) {
        port = taken.getPort();
      }
      if (cause instanceof ConnectorStartFailedException failed) {
        port = failed.getPort();
      }
      if (cause instanceof BindException bind) {
        denied = Optional.ofNullable(bind.getMessage()).filter(text -> text.contains("Permission"));
      }
    }
    if (port == 0) {
      return null;
    }
    return new FailureAnalysis(
        denied.isPresent()
            ? "This user may not listen on port %d: ports below 1024 are for root.".formatted(port)
            : "Port %d cannot be had; most likely another program listens on it.".formatted(port),
        "See who has it with: ss -ltnp 'sport = :%d'. Stop that program, or choose another port with perennial.port, perennial.plain-port or perennial.pull-port."
            .formatted(port),
        failure);
  }
}
