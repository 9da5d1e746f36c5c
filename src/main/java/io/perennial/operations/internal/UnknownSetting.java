package io.perennial.operations.internal;

import java.util.Optional;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Somebody set what nothing reads. */
final class UnknownSetting extends RuntimeException {

  private final Optional<String> meant;

  /**
   * @param source where it stands, in the framework's words
   * @param meant the known setting that it resembles
   */
  UnknownSetting(String name, String source, Optional<String> meant) {
    super("There is no setting %s. It stands in %s.".formatted(name, source));
    this.meant = meant;
  }

  /** Says so at the start, without a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<UnknownSetting> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnknownSetting cause) {
      String remedy =
          cause.meant.map(name -> "Did you mean " + name + "? ").orElse("")
              + "src/docs/configuration.md lists all settings.";
      return new FailureAnalysis(cause.getMessage(), remedy, cause);
    }
  }
}
