package io.perennial.identity.internal;

import io.perennial.kernel.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys that sign tokens. */
@Repository
class TokenKeyRepository {

  private static final String SELECT =
      """
      select number, kid, public_key, sealed, created_at, signs_until, published_until
      from token_key
      """;

  private final JdbcClient jdbc;

  TokenKeyRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(TokenKey key) {
    jdbc.sql(
            """
            insert into token_key
              (number, kid, public_key, sealed, created_at, signs_until, published_until)
            values (:number, :kid, :public, :sealed, :created, :signs, :published)
            """)
        .param("number", key.number())
        .param("kid", key.kid())
        .param("public", key.publicKey())
        .param("sealed", key.sealed())
        .param("created", DatabaseTime.of(key.times().createdAt()))
        .param("signs", DatabaseTime.of(key.times().signsUntil()))
        .param("published", DatabaseTime.of(key.times().publishedUntil()))
        .update();
  }

  Optional<TokenKey> newest() {
    return jdbc.sql(SELECT + "order by number desc limit 1")
        .query(TokenKeyRepository::map)
        .optional();
  }

  Optional<TokenKey> find(String kid) {
    return jdbc.sql(SELECT + "where kid = :kid")
        .param("kid", kid)
        .query(TokenKeyRepository::map)
        .optional();
  }

  /** The newest first. */
  List<TokenKey> published(Instant now) {
    return jdbc.sql(SELECT + "where published_until > :now order by number desc")
        .param("now", DatabaseTime.of(now))
        .query(TokenKeyRepository::map)
        .list();
  }

  void deleteUnpublished(Instant now) {
    jdbc.sql("delete from token_key where published_until <= :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }

  private static TokenKey map(ResultSet row, int number) throws SQLException {
    return new TokenKey(
        row.getLong("number"),
        row.getString("kid"),
        row.getBytes("public_key"),
        row.getBytes("sealed"),
        new TokenKey.Times(
            DatabaseTime.get(row, "created_at"),
            DatabaseTime.get(row, "signs_until"),
            DatabaseTime.get(row, "published_until")));
  }
}
