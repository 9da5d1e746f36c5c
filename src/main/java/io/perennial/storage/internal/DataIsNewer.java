package io.perennial.storage.internal;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A later version of Perennial has written the database. */
final class DataIsNewer extends RuntimeException {

  DataIsNewer(String schema, String known) {
    super(
        "The database has schema %s, which a newer Perennial wrote; this version knows schema %s. Nothing was changed."
            .formatted(schema, known));
  }

  /** Says so at the start, without a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<DataIsNewer> {

    @Override
    protected FailureAnalysis analyze(Throwable root, DataIsNewer cause) {
      return new FailureAnalysis(
          cause.getMessage(),
          "Start the newer version again, or put back the copy that it made in the data folder's"
              + " backups before it upgraded.",
          cause);
    }
  }
}
