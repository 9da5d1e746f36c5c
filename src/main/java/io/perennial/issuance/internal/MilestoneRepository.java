package io.perennial.issuance.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Forces what was committed onto the disk. PostgreSQL does so at each commit; H2 only when told,
 * and being told costs a tenth of its rate, so it is told where losing a commit would lose a key or
 * a certificate.
 */
@Repository
class MilestoneRepository {

  private final JdbcTemplate jdbc;
  private final boolean embedded;

  /** Each was committed before it asked. */
  private final AtomicLong asked = new AtomicLong();

  private final Lock turn = new ReentrantLock();
  private long reached;

  MilestoneRepository(DataSource dataSource) throws SQLException {
    this.jdbc = new JdbcTemplate(dataSource);
    try (Connection connection = dataSource.getConnection()) {
      this.embedded = connection.getMetaData().getDatabaseProductName().equals("H2");
    }
  }

  /** Who comes while the disk is busy goes with the next, and needs none of its own. */
  void reach() {
    if (!embedded) {
      return;
    }
    long mine = asked.incrementAndGet();
    turn.lock();
    try {
      if (reached < mine) {
        long all = asked.get();
        jdbc.execute("checkpoint sync");
        reached = all;
      }
    } finally {
      turn.unlock();
    }
  }

  /** Frees what a killed server had picked, where only one server can hold the database. */
  void freePickedTasks() {
    if (embedded) {
      jdbc.update(
          """
          update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null
          where picked
          """);
    }
  }
}
