package io.perennial.storage.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** Whole copies of the database, made by the database itself. */
class SnapshotRepository {

  private final DataSource database;

  SnapshotRepository(DataSource database) {
    this.database = database;
  }

  /** Whether the database can write a copy of itself where this server wants it. */
  boolean possible() {
    try {
      return "H2"
          .equals(
              JdbcUtils.<String>extractDatabaseMetaData(
                  database, data -> data.getDatabaseProductName()));
    } catch (MetaDataAccessException unreachable) {
      throw new IllegalStateException("The database does not say what it is", unreachable);
    }
  }

  /** Writes a compressed copy that none but the service's user can read. */
  void write(Path file) {
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "There is no place for a copy of the database at " + file, unwritable);
    }
    JdbcClient.create(new JdbcTemplate(database))
        .sql("backup to '" + file.toString().replace("'", "''") + "'")
        .update();
  }
}
