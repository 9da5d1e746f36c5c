package io.perennial.identity.internal;

import io.perennial.identity.TrustedIssuer;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Outside issuers that vaults trust. */
@Repository
class TrustedIssuerRepository {

  private static final String SELECT =
      "select vault_id, issuer, audience, claim, created_at from trusted_issuer ";

  private final JdbcClient jdbc;

  TrustedIssuerRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(TrustedIssuer trusted) {
    jdbc.sql(
            """
            insert into trusted_issuer (vault_id, issuer, audience, claim, created_at)
            values (:vault, :issuer, :audience, :claim, :created)
            """)
        .param("vault", trusted.vault().value())
        .param("issuer", trusted.issuer())
        .param("audience", trusted.audience())
        .param("claim", trusted.claim().orElse(null))
        .param("created", DatabaseTime.of(trusted.createdAt()))
        .update();
  }

  Optional<TrustedIssuer> find(VaultId vault, String issuer) {
    return jdbc.sql(SELECT + "where vault_id = :vault and issuer = :issuer")
        .param("vault", vault.value())
        .param("issuer", issuer)
        .query(TrustedIssuerRepository::map)
        .optional();
  }

  List<TrustedIssuer> list(VaultId vault) {
    return jdbc.sql(SELECT + "where vault_id = :vault order by issuer")
        .param("vault", vault.value())
        .query(TrustedIssuerRepository::map)
        .list();
  }

  void delete(VaultId vault, String issuer) {
    jdbc.sql("delete from trusted_issuer where vault_id = :vault and issuer = :issuer")
        .param("vault", vault.value())
        .param("issuer", issuer)
        .update();
  }

  private static TrustedIssuer map(ResultSet row, int number) throws SQLException {
    return new TrustedIssuer(
        new VaultId(row.getString("vault_id")),
        row.getString("issuer"),
        row.getString("audience"),
        Optional.ofNullable(row.getString("claim")),
        DatabaseTime.get(row, "created_at"));
  }
}
