package io.perennial.certificate.internal;

import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.SecretForm;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows that the sweep reads. */
@Repository
class CertificateRepository {

  private static final String SELECT =
      """
      select id, vault_id, name, issuer_id, policy, policy_revision, due_revision, secret_form, tags,
             enabled, current_version, next_action_at, deadline, sentence, failures, attended,
             created_at, updated_at
      from certificate
      """;

  private final JdbcClient jdbc;

  CertificateRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Certificate certificate) {
    jdbc.sql(
            """
            insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
              domains, enabled, next_action_at, sentence, failures, attended, revision, created_at)
            values (:id, :vault, :name, :issuer, :policy, :policyRevision, :tags,
              :domains, :enabled, :next, :sentence, :failures, :attended, 1, :created)
            """)
        .param("id", certificate.id().value())
        .param("vault", certificate.vault().value())
        .param("name", certificate.name().value())
        .param("issuer", certificate.issuer().value())
        .param("policy", PolicyJson.write(certificate.policy()))
        .param("policyRevision", certificate.policyRevision())
        .param("tags", PolicyJson.writeTags(certificate.tags()))
        .param("domains", Identifiers.key(certificate.policy().identifiers()))
        .param("enabled", certificate.enabled())
        .param("next", DatabaseTime.of(certificate.plan().nextActionAt()))
        .param("sentence", certificate.plan().sentence())
        .param("failures", certificate.plan().failures())
        .param("attended", certificate.plan().attended())
        .param("created", DatabaseTime.of(certificate.createdAt()))
        .update();
  }

  Optional<Certificate> find(CertificateId id) {
    return jdbc.sql(SELECT + "where id = :id and deleted_at is null")
        .param("id", id.value())
        .query(CertificateRepository::map)
        .optional();
  }

  Optional<Certificate> find(VaultId vault, ObjectName name) {
    return jdbc.sql(SELECT + "where vault_id = :vault and name = :name and deleted_at is null")
        .param("vault", vault.value())
        .param("name", name.value())
        .query(CertificateRepository::map)
        .optional();
  }

  /** Whether one has the name, be it deleted. */
  boolean taken(VaultId vault, ObjectName name) {
    return jdbc.sql("select count(*) from certificate where vault_id = :vault and name = :name")
            .param("vault", vault.value())
            .param("name", name.value())
            .query(Integer.class)
            .single()
        > 0;
  }

  Optional<Scope> scope(CertificateId id) {
    return jdbc.sql("select vault_id from certificate where id = :id")
        .param("id", id.value())
        .query((row, number) -> Scope.certificate(new VaultId(row.getString("vault_id")), id))
        .optional();
  }

  List<Certificate> list() {
    return jdbc.sql(SELECT + "where deleted_at is null order by name, id")
        .query(CertificateRepository::map)
        .list();
  }

  List<Certificate> of(IssuerId issuer) {
    return jdbc.sql(SELECT + "where issuer_id = :issuer and deleted_at is null order by name, id")
        .param("issuer", issuer.value())
        .query(CertificateRepository::map)
        .list();
  }

  /**
   * @param due whether a version must meet it at once
   */
  void updatePolicy(
      CertificateId id, IssuerId issuer, CertificatePolicy policy, boolean due, Instant now) {
    jdbc.sql(
            """
            update certificate set issuer_id = :issuer, policy = :policy, domains = :domains,
              due_revision = case when :due then policy_revision + 1 else due_revision end,
              policy_revision = policy_revision + 1, revision = revision + 1, updated_at = :now
            where id = :id
            """)
        .param("issuer", issuer.value())
        .param("policy", PolicyJson.write(policy))
        .param("domains", Identifiers.key(policy.identifiers()))
        .param("due", due)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  void describe(Certificate described, Instant now) {
    jdbc.sql(
            """
            update certificate set tags = :tags, enabled = :enabled, secret_form = :form,
              revision = revision + 1, updated_at = :now
            where id = :id
            """)
        .param("tags", PolicyJson.writeTags(described.tags()))
        .param("enabled", described.enabled())
        .param("form", described.secretForm().name())
        .param("now", DatabaseTime.of(now))
        .param("id", described.id().value())
        .update();
  }

  /** Takes what there is for what is wanted; where there is nothing, nothing is. */
  void settle(CertificateId id) {
    jdbc.sql(
            """
            update certificate set enabled = enabled and current_version is not null,
              due_revision = coalesce(
                (select v.policy_revision from certificate_version v
                  where v.id = certificate.current_version),
                due_revision),
              attended = false, revision = revision + 1
            where id = :id
            """)
        .param("id", id.value())
        .update();
  }

  void makeCurrent(CertificateId id, VersionId version) {
    jdbc.sql(
            """
            update certificate set current_version = :version,
              ends_at = (select not_after from certificate_version where id = :version),
              revision = revision + 1
            where id = :id
            """)
        .param("version", version.value())
        .param("id", id.value())
        .update();
  }

  /** An update locks the row alike on both databases. */
  void hold(CertificateId id) {
    jdbc.sql("update certificate set revision = revision + 1 where id = :id")
        .param("id", id.value())
        .update();
  }

  void bound(CertificateId id, int change) {
    jdbc.sql("update certificate set bindings = bindings + :change where id = :id")
        .param("change", change)
        .param("id", id.value())
        .update();
  }

  void plan(CertificateId id, Plan plan) {
    jdbc.sql(
            """
            update certificate set next_action_at = :next, deadline = :deadline,
              sentence = :sentence, failures = :failures, attended = :attended,
              revision = revision + 1
            where id = :id
            """)
        .param("next", DatabaseTime.of(plan.nextActionAt()))
        .param("deadline", DatabaseTime.of(plan.deadline().orElse(null)))
        .param("sentence", plan.sentence())
        .param("failures", plan.failures())
        .param("attended", plan.attended())
        .param("id", id.value())
        .update();
  }

  List<CertificateId> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select id from certificate where next_action_at <= :now and deleted_at is null
            order by next_action_at limit :limit
            """)
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query((row, number) -> new CertificateId(row.getString("id")))
        .list();
  }

  List<CertificateId> failing(IssuerId issuer) {
    return jdbc.sql(
            """
            select id from certificate
            where issuer_id = :issuer and failures > 0 and deleted_at is null
            """)
        .param("issuer", issuer.value())
        .query((row, number) -> new CertificateId(row.getString("id")))
        .list();
  }

  static Certificate map(ResultSet row, int number) throws SQLException {
    Instant created = DatabaseTime.get(row, "created_at");
    return new Certificate(
        new CertificateId(row.getString("id")),
        new VaultId(row.getString("vault_id")),
        new ObjectName(row.getString("name")),
        new IssuerId(row.getString("issuer_id")),
        PolicyJson.read(row.getString("policy")),
        row.getLong("policy_revision"),
        row.getLong("due_revision"),
        SecretForm.valueOf(row.getString("secret_form")),
        PolicyJson.readTags(row.getString("tags")),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getString("current_version")).map(VersionId::new),
        new Plan(
            DatabaseTime.get(row, "next_action_at"),
            DatabaseTime.find(row, "deadline"),
            row.getString("sentence"),
            row.getInt("failures"),
            row.getBoolean("attended")),
        created,
        DatabaseTime.find(row, "updated_at").orElse(created));
  }
}
