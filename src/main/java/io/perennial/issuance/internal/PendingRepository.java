package io.perennial.issuance.internal;

import io.perennial.issuance.PendingOperations.Pending;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.OrderId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Each certificate's newest order, with its signing request. */
@Repository
class PendingRepository {

  private final JdbcClient jdbc;

  PendingRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Pending> newest(CertificateId certificate) {
    return jdbc.sql(
            """
            select id, certificate_id, issuer_id, state, phase, reason, sentence, attended, due_at,
                   policy_revision, attempts, problem, blame, next_step_at, created_at, issued_at,
                   ended_at, csr, dismissed
            from issuance_order where certificate_id = :certificate
            order by created_at desc, id desc limit 1
            """)
        .param("certificate", certificate.value())
        .query((row, number) ->
            row.getBoolean("dismissed")
                ? Optional.<Pending>empty()
                : Optional.of(new Pending(OrderRepository.map(row, number), row.getBytes("csr"))))
        .optional()
        .flatMap(found -> found);
  }

  void purge(CertificateId certificate) {
    jdbc.sql("delete from issuance_order where certificate_id = :certificate")
        .param("certificate", certificate.value())
        .update();
  }

  void dismiss(OrderId id) {
    jdbc.sql("update issuance_order set dismissed = true where id = :id")
        .param("id", id.value())
        .update();
  }
}
