package io.perennial.publication.internal;

import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.Fingerprint;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The authority for clients, and which of its certificates are good. */
@Repository
class ClientCertificateRepository {

  private final JdbcClient jdbc;

  ClientCertificateRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** DER. */
  Optional<byte[]> authority() {
    return jdbc.sql("select certificate from client_authority where singleton = 1")
        .query(byte[].class)
        .optional();
  }

  void insertAuthority(byte[] certificate) {
    jdbc.sql("insert into client_authority (singleton, certificate) values (1, :certificate)")
        .param("certificate", certificate)
        .update();
  }

  void insert(Fingerprint fingerprint, ConsumerId consumer, Instant created, Instant expires) {
    jdbc.sql(
            """
            insert into client_certificate (fingerprint, consumer_id, created_at, expires_at)
            values (:fingerprint, :consumer, :created, :expires)
            """)
        .param("fingerprint", fingerprint.value())
        .param("consumer", consumer.value())
        .param("created", DatabaseTime.of(created))
        .param("expires", DatabaseTime.of(expires))
        .update();
  }

  Optional<Stored> find(Fingerprint fingerprint) {
    return jdbc.sql(
            """
            select consumer_id, expires_at, used_at from client_certificate
            where fingerprint = :fingerprint
            """)
        .param("fingerprint", fingerprint.value())
        .query((row, number) ->
            new Stored(
                new ConsumerId(row.getString("consumer_id")),
                DatabaseTime.get(row, "expires_at"),
                DatabaseTime.find(row, "used_at").isPresent()))
        .optional();
  }

  /**
   * @return whether this was the first use
   */
  boolean markUsed(Fingerprint fingerprint, Instant now) {
    return jdbc.sql(
                """
                update client_certificate set used_at = :now
                where fingerprint = :fingerprint and used_at is null
                """)
            .param("now", DatabaseTime.of(now))
            .param("fingerprint", fingerprint.value())
            .update()
        == 1;
  }

  void deleteOthers(ConsumerId consumer, Fingerprint kept) {
    jdbc.sql(
            """
            delete from client_certificate
            where consumer_id = :consumer and fingerprint <> :kept
            """)
        .param("consumer", consumer.value())
        .param("kept", kept.value())
        .update();
  }

  void deleteUnused(ConsumerId consumer) {
    jdbc.sql("delete from client_certificate where consumer_id = :consumer and used_at is null")
        .param("consumer", consumer.value())
        .update();
  }

  void deleteAll(ConsumerId consumer) {
    jdbc.sql("delete from client_certificate where consumer_id = :consumer")
        .param("consumer", consumer.value())
        .update();
  }

  boolean inUse(ConsumerId consumer) {
    return jdbc.sql(
                """
                select count(*) from client_certificate
                where consumer_id = :consumer and used_at is not null
                """)
            .param("consumer", consumer.value())
            .query(Long.class)
            .single()
        > 0;
  }

  /** Of those who use one; the caller names at most {@link io.perennial.kernel.Slice#MOST}. */
  Map<ConsumerId, ClientAuthority.Life> inUse(Collection<ConsumerId> consumers) {
    return jdbc
        .sql(
            """
            select consumer_id, created_at, expires_at from client_certificate
            where consumer_id in (:consumers) and used_at is not null
            """)
        .param("consumers", consumers.stream().map(ConsumerId::value).toList())
        .query((row, number) ->
            Map.entry(
                new ConsumerId(row.getString("consumer_id")),
                new ClientAuthority.Life(
                    DatabaseTime.get(row, "created_at"), DatabaseTime.get(row, "expires_at"))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A certificate that is good until it expires. */
  record Stored(ConsumerId consumer, Instant expiresAt, boolean used) {}
}
