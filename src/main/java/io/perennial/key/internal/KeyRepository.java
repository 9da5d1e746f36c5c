package io.perennial.key.internal;

import io.perennial.connector.KeyType;
import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Sealed private keys of versions and of issuers. */
@Repository
class KeyRepository {

  private final JdbcClient jdbc;

  KeyRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(StoredKey key, Instant now) {
    jdbc.sql(
            """
            insert into private_key (id, key_type, public_key, sealed, created_at)
            values (:id, :type, :public, :sealed, :now)
            """)
        .param("id", key.id())
        .param("type", key.type().name())
        .param("public", key.publicKey())
        .param("sealed", key.sealed())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  Optional<StoredKey> find(String id) {
    return jdbc.sql("select id, key_type, public_key, sealed from private_key where id = :id")
        .param("id", id)
        .query((row, number) ->
            new StoredKey(
                row.getString("id"),
                KeyType.valueOf(row.getString("key_type")),
                row.getBytes("public_key"),
                row.getBytes("sealed")))
        .optional();
  }

  void delete(String id) {
    jdbc.sql("delete from private_key where id = :id").param("id", id).update();
  }

  /** All whose id begins so; how many there were. */
  int deleteOf(String beginning) {
    return jdbc.sql("delete from private_key where id like :beginning")
        .param("beginning", beginning + "%")
        .update();
  }

  /**
   * @param id the version's, or the issuer's and the key's name
   */
  record StoredKey(String id, KeyType type, byte[] publicKey, byte[] sealed) {}
}
