package io.perennial.web;

import java.nio.file.Path;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Another running server answers on the command line's socket. */
final class SocketTaken extends RuntimeException {

  SocketTaken(Path socket) {
    super("Another server listens on the command line's socket %s.".formatted(socket));
  }

  /** Says so at the start, without a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<SocketTaken> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SocketTaken cause) {
      return new FailureAnalysis(
          cause.getMessage(),
          "Stop that server, or choose another path with perennial.socket. The environment variable"
              + " PERENNIAL_SOCKET sets it too.",
          cause);
    }
  }
}
