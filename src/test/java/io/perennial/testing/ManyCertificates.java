package io.perennial.testing;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Copies of the certificate {@code seed}, bound to the server {@code seed-1}, each with three
 * versions and a server of its own. Two of three are bound, one of twenty fails, and of those bound
 * as many are not served as somebody wants.
 */
public final class ManyCertificates {

  private static final String ID = "lpad(cast(n.x as varchar(32)), 32, '0')";
  private static final String CERTIFICATES =
      """
      insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
        domains, enabled, next_action_at, deadline, sentence, failures, attended, revision,
        created_at, current_version, ends_at, bindings)
      select ID, c.vault_id, 'copy-' || n.x, c.issuer_id, c.policy, 1, c.tags, c.domains, true,
        c.next_action_at, c.deadline, c.sentence, case when mod(n.x, 20) = 0 then 1 else 0 end,
        false, 1, c.created_at, ID, c.ends_at, case when mod(n.x, 3) <> 0 then 1 else 0 end
      from certificate c cross join NUMBERS where c.name = 'seed'
      """;
  private static final String VERSIONS =
      """
      insert into certificate_version (id, certificate_id, number, issuer_id, policy_revision,
        names, serial, fingerprint, not_before, not_after, issued_at, attended)
      select case when k.x = 3 then ID else k.x || substring(ID from 2) end, ID, k.x, v.issuer_id,
        1, v.names, v.serial, case when k.x = 3 then ID else k.x || substring(ID from 2) end,
        v.not_before, v.not_after, v.issued_at, false
      from certificate_version v join certificate c on c.current_version = v.id
        cross join NUMBERS cross join (values (1), (2), (3)) as k (x)
      where c.name = 'seed'
      """;
  private static final String PRINCIPALS =
      """
      insert into principal (id, kind, name, created_at)
      select ID, 'CONSUMER', 'copy-' || n.x, s.created_at from consumer s cross join NUMBERS
      where s.name = 'seed-1'
      """;
  private static final String SERVERS =
      """
      insert into consumer (id, principal_id, name, created_at)
      select ID, ID, 'copy-' || n.x, s.created_at from consumer s cross join NUMBERS
      where s.name = 'seed-1'
      """;
  private static final String ISSUERS =
      """
      insert into issuer (id, name, type, settings, sealed, revision, created_at)
      select ID, 'copy-' || n.x, i.type, i.settings, i.sealed, 1, i.created_at
      from issuer i cross join NUMBERS where i.name = 'private-ca' and n.x <= 200
      """;
  private static final String BINDINGS =
      """
      insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,
        next_probe_at, created_at, published_fingerprint, published_not_after,
        installed_version, served_fingerprint)
      select ID, ID, ID, b.hosts, b.probe_address, b.port, b.next_probe_at, b.created_at, ID,
        b.published_not_after, ID,
        case when mod(n.x, DRIFT) <> 0 then ID
          when mod(n.x, 2) = 0 then '1' || substring(ID from 2) end
      from binding b join consumer s on s.id = b.consumer_id cross join NUMBERS
      where s.name = 'seed-1' and mod(n.x, 3) <> 0
      """;

  private ManyCertificates() {}

  /**
   * Stores those with the numbers {@code from} to {@code to}, both included.
   *
   * @param drift each so manieth of those that are bound is not served as published
   */
  public static void plant(JdbcClient jdbc, int from, int to, int drift) {
    boolean embedded = jdbc.sql("select version()").query(String.class).single().contains("H2");
    String numbers =
        (embedded
                ? "(select \"X\" as x from system_range(%d, %d)) n"
                : "(select x from generate_series(%d, %d) as g(x)) n")
            .formatted(from, to);
    for (String table : List.of(CERTIFICATES, VERSIONS, PRINCIPALS, SERVERS, ISSUERS, BINDINGS)) {
      jdbc.sql(
              table
                  .replace("NUMBERS", numbers)
                  .replace("DRIFT", Integer.toString(drift))
                  .replace("ID", ID))
          .update();
    }
    jdbc.sql("analyze").update();
  }
}
