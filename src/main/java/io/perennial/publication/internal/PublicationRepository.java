package io.perennial.publication.internal;

import io.perennial.kernel.BindingId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VersionId;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which version is owed to which binding, and when it was pulled, installed and first seen. */
@Repository
class PublicationRepository {

  private final JdbcClient jdbc;

  PublicationRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void purge(VersionId version) {
    jdbc.sql("delete from publication where version_id = :version")
        .param("version", version.value())
        .update();
  }

  void owe(VersionId version, BindingId binding, Instant now) {
    jdbc.sql(
            """
            insert into publication (version_id, binding_id, owed_at)
            values (:version, :binding, :now)
            """)
        .param("version", version.value())
        .param("binding", binding.value())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  void pulled(VersionId version, BindingId binding, Instant now) {
    mark("update publication set pulled_at = :now", "pulled_at", version, binding, now);
  }

  void installed(VersionId version, BindingId binding, Instant now) {
    mark("update publication set installed_at = :now", "installed_at", version, binding, now);
  }

  void served(VersionId version, BindingId binding, Instant now) {
    mark("update publication set served_at = :now", "served_at", version, binding, now);
  }

  /** Keeps the first time. */
  private void mark(
      String update, String column, VersionId version, BindingId binding, Instant now) {
    jdbc.sql(
            update
                + " where version_id = :version and binding_id = :binding and "
                + column
                + " is null")
        .param("now", DatabaseTime.of(now))
        .param("version", version.value())
        .param("binding", binding.value())
        .update();
  }
}
