package io.perennial.scheduling;

import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The engine's own rows, for work that starts right behind the commit that asked for it. Such a row
 * is born picked, with a heartbeat: the engine leaves it alone while this server lives, and takes
 * it up like any other that a dead server had in hand.
 */
@Repository
class ClaimRepository {

  private static final String HOLDER = "at-once";

  /** The engine counts the version up whenever it takes a row over; ours then changes nothing. */
  private static final String OURS =
      "where task_name = :task and task_instance = :instance and version = 1 and picked";

  private final JdbcClient jdbc;

  ClaimRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @return false when there is a row of that name already
   */
  boolean insert(Claim claim, Instant now) {
    return jdbc.sql(
                """
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked,
                  picked_by, last_heartbeat, consecutive_failures, version)
                values (:task, :instance, :now, true, :holder, :now, 0, 1)
                on conflict do nothing
                """)
            .param("task", claim.task())
            .param("instance", claim.instance())
            .param("now", DatabaseTime.of(now))
            .param("holder", HOLDER)
            .update()
        == 1;
  }

  void remove(Claim claim) {
    jdbc.sql("delete from scheduled_tasks " + OURS)
        .param("task", claim.task())
        .param("instance", claim.instance())
        .update();
  }

  void beat(Claim claim, Instant now) {
    jdbc.sql("update scheduled_tasks set last_heartbeat = :now " + OURS)
        .param("now", DatabaseTime.of(now))
        .param("task", claim.task())
        .param("instance", claim.instance())
        .update();
  }

  /** Leaves the row to the engine, for the time when it is due. */
  void leave(Claim claim, Instant due) {
    jdbc.sql(
            """
            update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,
              execution_time = :due, version = 2
            """
                + OURS)
        .param("due", DatabaseTime.of(due))
        .param("task", claim.task())
        .param("instance", claim.instance())
        .update();
  }

  /** Which row. */
  record Claim(String task, String instance) {}
}
