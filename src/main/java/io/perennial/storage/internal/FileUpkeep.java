package io.perennial.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the embedded database's file: forces what was committed onto the disk, and gives back
 * the space that holds nothing any more. H2 does either only where it may write a commit later than
 * it says so. Where each is written at once, as here, a thousand issues would leave a quarter of a
 * gigabyte behind, of which a fortieth is in use.
 */
@Component
class FileUpkeep {

  private static final Logger log = LoggerFactory.getLogger(FileUpkeep.class);

  /** Bytes; a smaller file is left alone. */
  private static final long SMALL = 16L << 20;

  /** Percent of what was written at once that is still in use; with less it is written anew. */
  private static final int FULL_ENOUGH = 60;

  /** Percent of the file that is taken; with less its end is moved into its gaps. */
  private static final int DENSE_ENOUGH = 50;

  /** Bytes at a time: commits wait meanwhile. */
  private static final int MOST_REWRITTEN = 1 << 20;

  private static final int MOST_MOVED = 4 << 20;
  private static final Duration LONGEST = Duration.ofMillis(100);
  private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(1);

  private final DataSource database;
  private final boolean embedded;
  private long synced = -1;
  private long notBefore = System.nanoTime();

  FileUpkeep(DataSource database) {
    this.database = database;
    this.embedded = new SnapshotRepository(database).possible();
  }

  @Scheduled(fixedDelay = 1_000, initialDelay = 1_000)
  void look() {
    if (!embedded || System.nanoTime() - notBefore < 0) {
      return;
    }
    try {
      store().ifPresent(this::keep);
    } catch (MVStoreException | SQLException failed) {
      // Where the disk is full, trying again would take the database from those who only read.
      notBefore = System.nanoTime() + AFTER_A_FAILURE.toNanos();
      log.warn("The database's file could not be tidied; next try in {}", AFTER_A_FAILURE, failed);
    }
  }

  /** A database that was closed and opened again has another. */
  private Optional<MVStore> store() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
          ? Optional.of(session.getDatabase().getStore().getMvStore())
          : Optional.empty();
    }
  }

  private void keep(MVStore store) {
    long version = store.getCurrentVersion();
    if (version != synced) {
      store.sync();
      synced = version;
    }
    FileStore<?> file = store.getFileStore();
    if (file.size() < SMALL) {
      return;
    }
    long begun = System.nanoTime();
    boolean more = true;
    while (more && System.nanoTime() - begun < LONGEST.toNanos()) {
      more = store.compact(FULL_ENOUGH, MOST_REWRITTEN);
    }
    if (file.getFillRate() < DENSE_ENOUGH && file instanceof RandomAccessStore chunks) {
      chunks.compactMoveChunks(DENSE_ENOUGH, MOST_MOVED, store);
    }
  }
}
