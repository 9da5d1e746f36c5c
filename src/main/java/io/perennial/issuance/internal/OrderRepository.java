package io.perennial.issuance.internal;

import io.perennial.connector.Problem;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders. Every write of a step names the fence of its lease, so that a late one changes nothing.
 */
@Repository
class OrderRepository {

  static final long FIRST_FENCE = 1;

  static final String SELECT =
      """
      select id, certificate_id, issuer_id, state, phase, reason, sentence, attended, due_at,
             policy_revision, attempts, problem, blame, next_step_at, created_at, issued_at,
             ended_at
      from issuance_order
      """;

  private final JdbcClient jdbc;

  OrderRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Order order, Fixed fixed, String namesHash) {
    insert(order, fixed, namesHash, null);
  }

  /**
   * @param connectorState sealed, where the order begins with one; whoever inserts it so holds it,
   *     by the fence {@link #FIRST_FENCE}
   */
  void insert(Order order, Fixed fixed, String namesHash, byte @Nullable [] connectorState) {
    jdbc.sql(
            """
            insert into issuance_order (id, certificate_id, issuer_id, open_for, state, phase,
              reason, sentence, attended, due_at, policy_revision, request, names_hash, csr, attempts,
              connector_state, next_step_at, fence, created_at)
            values (:id, :certificate, :issuer, :certificate, :state, :phase,
              :reason, :sentence, :attended, :due, :policyRevision, :request, :hash, :csr, 0,
              :connectorState, :next, :fence, :created)
            """)
        .param("id", order.id().value())
        .param("certificate", order.certificate().value())
        .param("issuer", order.issuer().value())
        .param("state", order.state().name())
        .param("phase", order.phase())
        .param("connectorState", connectorState, Types.VARBINARY)
        .param("fence", connectorState == null ? 0 : FIRST_FENCE)
        .param("reason", order.reason())
        .param("sentence", order.sentence())
        .param("attended", order.attended())
        .param("due", DatabaseTime.of(order.dueAt()))
        .param("policyRevision", order.policyRevision())
        .param("request", fixed.request())
        .param("hash", namesHash)
        .param("csr", fixed.csr())
        .param("next", DatabaseTime.of(order.nextStepAt()))
        .param("created", DatabaseTime.of(order.createdAt()))
        .update();
  }

  Optional<Order> find(OrderId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(OrderRepository::map)
        .optional();
  }

  Optional<Order> open(CertificateId certificate) {
    return jdbc.sql(SELECT + "where open_for = :certificate")
        .param("certificate", certificate.value())
        .query(OrderRepository::map)
        .optional();
  }

  List<CertificateId> open(VaultId vault) {
    return jdbc.sql(
            """
            select o.open_for from issuance_order o join certificate c on c.id = o.open_for
            where c.vault_id = :vault
            """)
        .param("vault", vault.value())
        .query((row, number) -> new CertificateId(row.getString("open_for")))
        .list();
  }

  List<Order> newestFirst(CertificateId certificate) {
    return jdbc.sql(SELECT + "where certificate_id = :certificate order by created_at desc, id")
        .param("certificate", certificate.value())
        .query(OrderRepository::map)
        .list();
  }

  List<Instant> unattended(String namesHash, Instant since) {
    return jdbc.sql(
            """
            select issued_at from issuance_order
            where names_hash = :hash and issued_at > :since and not attended
            order by issued_at
            """)
        .param("hash", namesHash)
        .param("since", DatabaseTime.of(since))
        .query((row, number) -> DatabaseTime.get(row, "issued_at"))
        .list();
  }

  Fixed fixed(OrderId id) {
    return jdbc.sql("select request, csr from issuance_order where id = :id")
        .param("id", id.value())
        .query((row, number) -> new Fixed(row.getString("request"), row.getBytes("csr")))
        .single();
  }

  Optional<byte[]> connectorState(OrderId id) {
    return jdbc.sql(
            """
            select connector_state from issuance_order
            where id = :id and connector_state is not null
            """)
        .param("id", id.value())
        .query((row, number) -> row.getBytes("connector_state"))
        .optional();
  }

  Optional<String> chain(OrderId id) {
    return jdbc.sql("select chain from issuance_order where id = :id and chain is not null")
        .param("id", id.value())
        .query(String.class)
        .optional();
  }

  Load load(IssuerId issuer) {
    return jdbc.sql(
            """
            select count(*) as open_orders,
                   count(case when state = 'PLANNED' then 1 end) as planned,
                   coalesce(min(case when state <> 'PLANNED' then attempts end), 0) as failures
            from issuance_order where issuer_id = :issuer and ended_at is null
            """)
        .param("issuer", issuer.value())
        .query((row, number) ->
            new Load(
                row.getInt("open_orders") - row.getInt("planned"),
                row.getInt("planned"),
                row.getInt("failures")))
        .single();
  }

  /**
   * Takes the order over from whoever held it.
   *
   * @return the fence to name in every write, or empty when the order has ended
   */
  @Transactional
  public Optional<Long> takeOver(OrderId id) {
    jdbc.sql("update issuance_order set fence = fence + 1 where id = :id and ended_at is null")
        .param("id", id.value())
        .update();
    return jdbc.sql("select fence from issuance_order where id = :id and ended_at is null")
        .param("id", id.value())
        .query(Long.class)
        .optional();
  }

  /** All that wait, whatever for; a step that comes early asks once more than needed. */
  void hastenAll(Instant now) {
    jdbc.sql(
            """
            update issuance_order set next_step_at = :now
            where ended_at is null and next_step_at > :now
            """)
        .param("now", DatabaseTime.of(now))
        .update();
  }

  void hasten(OrderId id, Instant now) {
    jdbc.sql(
            """
            update issuance_order set next_step_at = :now, attempts = 0
            where id = :id and ended_at is null and next_step_at > :now
            """)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  boolean queue(OrderId id, long fence, Instant nextStep) {
    return jdbc.sql(
                """
                update issuance_order set next_step_at = :next
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("next", DatabaseTime.of(nextStep))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  boolean enter(OrderId id, long fence, OrderState state) {
    return jdbc.sql(
                """
                update issuance_order set state = :state
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("state", state.name())
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  boolean await(OrderId id, long fence, String phase, byte[] sealed, Instant nextStep) {
    return jdbc.sql(
                """
                update issuance_order set state = 'WAITING', phase = :phase,
                  connector_state = :sealed, attempts = 0, problem = null, blame = null,
                  next_step_at = :next
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("phase", phase)
            .param("sealed", sealed)
            .param("next", DatabaseTime.of(nextStep))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  boolean issued(OrderId id, long fence, String chain, Instant now) {
    return jdbc.sql(
                """
                update issuance_order set state = 'ISSUED', chain = :chain, issued_at = :now
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("chain", chain)
            .param("now", DatabaseTime.of(now))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  boolean retry(OrderId id, long fence, String problem, Problem.Blame blame, Instant nextStep) {
    return jdbc.sql(
                """
                update issuance_order set attempts = attempts + 1, problem = :problem,
                  blame = :blame, next_step_at = :next
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("problem", problem)
            .param("blame", blame.name())
            .param("next", DatabaseTime.of(nextStep))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  /** Ends an order whose chain becomes a version in the same transaction. */
  boolean store(OrderId id, long fence, Instant now) {
    return jdbc.sql(
                """
                update issuance_order set state = 'STORED', issued_at = coalesce(issued_at, :now),
                  ended_at = :now, open_for = null, connector_state = null, chain = null
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("now", DatabaseTime.of(now))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  boolean end(OrderId id, long fence, OrderState state, Instant now) {
    return jdbc.sql(
                """
                update issuance_order set state = :state, ended_at = :now, open_for = null,
                  connector_state = null
                where id = :id and fence = :fence and ended_at is null
                """)
            .param("state", state.name())
            .param("now", DatabaseTime.of(now))
            .param("id", id.value())
            .param("fence", fence)
            .update()
        == 1;
  }

  void blame(OrderId id, Problem problem) {
    jdbc.sql("update issuance_order set problem = :problem, blame = :blame where id = :id")
        .param("problem", problem.detail())
        .param("blame", problem.blame().name())
        .param("id", id.value())
        .update();
  }

  static Order map(ResultSet row, int number) throws SQLException {
    return new Order(
        new OrderId(row.getString("id")),
        new CertificateId(row.getString("certificate_id")),
        new IssuerId(row.getString("issuer_id")),
        OrderState.valueOf(row.getString("state")),
        row.getString("phase"),
        row.getString("reason"),
        row.getString("sentence"),
        row.getBoolean("attended"),
        DatabaseTime.get(row, "due_at"),
        row.getLong("policy_revision"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("problem")),
        Optional.ofNullable(row.getString("blame")).map(Problem.Blame::valueOf),
        DatabaseTime.get(row, "next_step_at"),
        DatabaseTime.get(row, "created_at"),
        DatabaseTime.find(row, "issued_at"),
        DatabaseTime.find(row, "ended_at"));
  }

  /**
   * How many orders an issuer has in hand, and how many wait for their turn.
   *
   * @param failures that each of those in hand has behind it at least
   */
  record Load(int inFlight, int planned, int failures) {}

  /**
   * What was fixed before the first call to the CA and stays the same in every later one.
   *
   * @param request the names, key type, validity and profile, as JSON
   */
  record Fixed(String request, byte[] csr) {}
}
