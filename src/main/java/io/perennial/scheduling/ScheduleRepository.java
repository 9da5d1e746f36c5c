package io.perennial.scheduling;

import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The engine's own table, where its interface has no word for what must be done. */
@Repository
class ScheduleRepository {

  private final JdbcClient jdbc;

  ScheduleRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes due what waits, and lets what is under way be missed from now on if its server died. */
  void dueNow(Instant now) {
    jdbc.sql(
            "update scheduled_tasks set execution_time = :now where execution_time > :now and not picked")
        .param("now", DatabaseTime.of(now))
        .update();
    jdbc.sql(
            "update scheduled_tasks set last_heartbeat = :now where picked and last_heartbeat > :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }
}
