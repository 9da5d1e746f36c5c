package io.perennial.key.internal;

import io.perennial.connector.KeyType;
import io.perennial.kernel.DatabaseTime;
import io.perennial.key.internal.KeyRepository.StoredKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Sealed key pairs that no version has yet. */
@Repository
class SpareKeyRepository {

  private final JdbcClient jdbc;

  SpareKeyRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(StoredKey key, Instant now) {
    jdbc.sql(
            """
            insert into spare_key (id, key_type, public_key, sealed, created_at)
            values (:id, :type, :public, :sealed, :now)
            """)
        .param("id", key.id())
        .param("type", key.type().name())
        .param("public", key.publicKey())
        .param("sealed", key.sealed())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  List<StoredKey> oldest(KeyType type, int limit) {
    return jdbc.sql(
            """
            select id, public_key, sealed from spare_key
            where key_type = :type order by created_at limit :limit
            """)
        .param("type", type.name())
        .param("limit", limit)
        .query((row, number) ->
            new StoredKey(
                row.getString("id"), type, row.getBytes("public_key"), row.getBytes("sealed")))
        .list();
  }

  /**
   * @return false when another transaction has taken it
   */
  boolean take(String id) {
    return jdbc.sql("delete from spare_key where id = :id").param("id", id).update() == 1;
  }

  Map<KeyType, Integer> counts() {
    Map<KeyType, Integer> counts = new EnumMap<>(KeyType.class);
    jdbc.sql("select key_type, count(*) as number from spare_key group by key_type")
        .query((row, number) ->
            counts.put(KeyType.valueOf(row.getString("key_type")), row.getInt("number")))
        .list();
    return counts;
  }
}
