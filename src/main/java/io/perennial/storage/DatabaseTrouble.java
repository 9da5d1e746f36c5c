package io.perennial.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * Why the database cannot be used at the moment, where that is what made a request fail. Nothing
 * was changed then, and Perennial goes on by itself as soon as it can.
 *
 * @param sentence what to do about it
 */
public record DatabaseTrouble(String sentence) {

  /** How long a client should wait before it asks again, in seconds. */
  public static final int RETRY_AFTER = 30;

  private static final String FULL =
      "The disk of the database is full, so nothing can be stored. Make room; Perennial then goes on"
          + " by itself.";
  private static final String AWAY =
      "The database cannot be reached. See that it runs; Perennial then goes on by itself.";

  /** SQLSTATE 53100, disk_full, of PostgreSQL. */
  private static final String DISK_FULL = "53100";

  /** SQLSTATE class 08 and 57P: connection exceptions and a server that shuts down. */
  private static final String CONNECTION = "08";

  private static final String SHUTDOWN = "57P";

  /** Looks through what caused a failure. */
  public static Optional<DatabaseTrouble> of(Throwable failure) {
    boolean away = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException database) {
        if (DISK_FULL.equals(database.getSQLState())) {
          return Optional.of(new DatabaseTrouble(FULL));
        }
        away |= isAway(database);
      }
      if (cause instanceof IOException file && isFull(file)) {
        return Optional.of(new DatabaseTrouble(FULL));
      }
    }
    return away ? Optional.of(new DatabaseTrouble(AWAY)) : Optional.empty();
  }

  /** By the system's words for ENOSPC, EFBIG and EDQUOT; Java has no types for them. */
  private static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left")
        || message.contains("File too large")
        || message.contains("quota exceeded");
  }

  private static boolean isAway(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return failure instanceof SQLTransientConnectionException
        || ClosedDatabase.is(failure)
        || state.startsWith(CONNECTION)
        || state.startsWith(SHUTDOWN);
  }
}
