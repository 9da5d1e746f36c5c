package io.perennial.issuer.internal;

import io.perennial.issuer.Issuer;
import io.perennial.issuer.VaultIssuer;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What vaults' clients say of issuers besides their settings. */
@Repository
class VaultIssuerRepository {

  private final JdbcClient jdbc;

  VaultIssuerRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  VaultIssuer of(Issuer issuer) {
    return jdbc.sql(
            "select account, organization, created_at, updated_at from issuer where id = :id")
        .param("id", issuer.id().value())
        .query((row, number) -> {
          Instant created = DatabaseTime.get(row, "created_at");
          return new VaultIssuer(
              issuer,
              Optional.ofNullable(row.getString("account")),
              Optional.ofNullable(row.getString("organization")),
              created,
              DatabaseTime.find(row, "updated_at").orElse(created));
        })
        .single();
  }

  void write(IssuerId id, Optional<String> account, Optional<String> organization, Instant now) {
    jdbc.sql(
            """
            update issuer set account = :account, organization = :organization, updated_at = :now
            where id = :id
            """)
        .param("account", account.orElse(null))
        .param("organization", organization.orElse(null))
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }
}
