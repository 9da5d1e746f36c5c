package io.perennial.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants as both databases keep them: {@code timestamp with time zone}, to the microsecond. */
public final class DatabaseTime {

  private DatabaseTime() {}

  public static @Nullable OffsetDateTime of(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  public static Optional<Instant> find(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  public static Instant get(ResultSet row, String column) throws SQLException {
    return find(row, column).orElseThrow(() -> new SQLException(column + " is null"));
  }
}
