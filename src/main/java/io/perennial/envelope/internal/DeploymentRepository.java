package io.perennial.envelope.internal;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The one row that says which deployment this is. */
@Repository
class DeploymentRepository {

  private final JdbcClient jdbc;

  DeploymentRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Deployment> find() {
    return jdbc.sql("select id, kek_id, sealed_root from deployment where singleton = 1")
        .query((row, number) ->
            new Deployment(
                row.getString("id"), row.getString("kek_id"), row.getBytes("sealed_root")))
        .optional();
  }

  void insert(Deployment deployment) {
    jdbc.sql(
            """
            insert into deployment (singleton, id, kek_id, sealed_root)
            values (1, :id, :kek, :root)
            """)
        .param("id", deployment.id())
        .param("kek", deployment.kekId())
        .param("root", deployment.sealedRoot())
        .update();
  }

  /**
   * @param sealedRoot the root secret, sealed; opening it proves the key-encryption key right
   */
  record Deployment(String id, String kekId, byte[] sealedRoot) {}
}
