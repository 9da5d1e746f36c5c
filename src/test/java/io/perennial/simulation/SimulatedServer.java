package io.perennial.simulation;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Renewal;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The product as it ships, but for its clock. Time moves from one instant at which something is due
 * to the next, and only while nothing runs: what the product does, it does in an instant.
 */
final class SimulatedServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private RunningServer server;
  private final Map<String, LongAdder> executions = new ConcurrentHashMap<>();
  private long jumps;

  private SimulatedServer(Path folder) {
    this.folder = folder;
    this.server = boot(folder);
    count();
  }

  /** Counts what the engine executes, by task. */
  private void count() {
    bean(Scheduler.class)
        .registerSchedulerListener(
            new AbstractSchedulerListener() {
              @Override
              public void onExecutionComplete(ExecutionComplete done) {
                String task = done.getExecution().taskInstance.getTaskName();
                executions.computeIfAbsent(task, name -> new LongAdder()).increment();
              }
            });
  }

  /** How often the engine has executed a task. */
  long executions(String task) {
    LongAdder count = executions.get(task);
    return count == null ? 0 : count.sum();
  }

  static SimulatedServer start(Path folder) {
    return new SimulatedServer(folder);
  }

  private static RunningServer boot(Path folder) {
    return RunningServer.in(folder)
        .with(SimulatedTime.class)
        .property("perennial.renewal.sweep-interval", "30s")
        .start();
  }

  /** Stops in an orderly way and starts again on the same data. */
  void restart() {
    server.close();
    server = boot(folder);
    count();
  }

  <T> T bean(Class<T> type) {
    return server.bean(type);
  }

  long jumps() {
    return jumps;
  }

  Issuer issuer(String name) {
    return bean(Issuers.class)
        .create(
            RunningServer.SYSTEM,
            new ObjectName(name),
            SimulatedFactory.TYPE,
            Map.of(SimulatedFactory.CA, name));
  }

  CertificateId protect(String issuer, String domains) {
    return bean(Protection.class).protect(RunningServer.SYSTEM, wish(issuer, domains, "66%")).id();
  }

  void edit(CertificateId id, String issuer, String domains) {
    bean(Protection.class).edit(RunningServer.SYSTEM, id, wish(issuer, domains, "66%"));
  }

  static Wish wish(String issuer, String domains, String lifetimeAction) {
    return new Wish(domains, "", issuer, "", "", "", lifetimeAction, List.of());
  }

  Certificate certificate(CertificateId id) {
    return bean(Certificates.class).get(RunningServer.SYSTEM, id);
  }

  List<Version> versions(CertificateId id) {
    return bean(Certificates.class).versions(RunningServer.SYSTEM, id);
  }

  Optional<Order> open(CertificateId id) {
    return bean(Issuance.class).open(id);
  }

  List<Order> orders(CertificateId id) {
    return bean(Issuance.class).list(RunningServer.SYSTEM, id);
  }

  /** The timeline, oldest first. */
  List<Decision> timeline(CertificateId id) {
    return bean(Renewal.class).decisions(RunningServer.SYSTEM, id, 1_000).reversed();
  }

  List<String> outcomes(CertificateId id) {
    return timeline(id).stream().map(decision -> decision.outcome().name()).toList();
  }

  JdbcClient sql() {
    return bean(JdbcClient.class);
  }

  /** Waits until nothing runs and nothing is due at this instant. */
  SimulatedServer settle() {
    Scheduler engine = bean(Scheduler.class);
    engine.triggerCheckForDueExecutions();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .until(() -> {
          Activity activity = activity();
          if (activity.running() == 0 && activity.due() > 0) {
            engine.triggerCheckForDueExecutions();
          }
          return activity.running() == 0 && activity.due() == 0;
        });
    return this;
  }

  private Activity activity() {
    return sql()
        .sql(
            """
            select count(case when picked then 1 end) as running, count(*) as due
            from scheduled_tasks where picked or execution_time <= :now
            """)
        .param("now", DatabaseTime.of(now()))
        .query((row, number) -> new Activity(row.getInt("running"), row.getInt("due")))
        .single();
  }

  Instant now() {
    return SimulatedTime.CLOCK.instant();
  }

  void advance(Duration duration) {
    advanceTo(now().plus(duration));
  }

  /** Lives until then, stopping wherever something is due. */
  void advanceTo(Instant target) {
    advanceTo(target, Duration.ofDays(1));
  }

  /**
   * Lives until then.
   *
   * @param most the longest leap, for what runs at regular times
   */
  void advanceTo(Instant target, Duration most) {
    settle();
    while (now().isBefore(target)) {
      Instant leap = earlier(target, now().plus(most));
      SimulatedTime.CLOCK.set(nextDue().map(due -> earlier(due, leap)).orElse(leap));
      jumps++;
      settle();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /**
   * When an order's step, an evaluation or a question is due, or when the sweep will find one. What
   * runs for ever at regular times is left out: it would stop time every few seconds.
   */
  private Optional<Instant> nextDue() {
    return sql()
        .sql(
            """
            select min(at) as at from (
              select min(execution_time) as at from scheduled_tasks
              where task_name in ('renewal', 'renewal-advice', 'issuance-step')
              union all
              select greatest(
                (select min(next_action_at) from certificate),
                (select execution_time from scheduled_tasks where task_name = 'renewal-sweep'))
              union all
              select greatest(ask_at,
                (select execution_time from scheduled_tasks where task_name = 'renewal-sweep'))
              from renewal_advice where ask_at is not null)
            """)
        .query(SimulatedServer::instant)
        .single();
  }

  private static Optional<Instant> instant(ResultSet row, int number) throws SQLException {
    return DatabaseTime.find(row, "at");
  }

  @Override
  public void close() {
    server.close();
  }

  private record Activity(int running, int due) {}
}
