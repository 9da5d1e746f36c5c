package io.perennial.issuance.internal;

import io.perennial.issuance.Order;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders page by page, in the order of one index. */
@Repository
class OrderPageRepository {

  private final JdbcClient jdbc;

  OrderPageRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Order> newest(CertificateId certificate, int limit) {
    return jdbc.sql(
            OrderRepository.SELECT
                + """
                where certificate_id = :certificate
                order by created_at desc, id desc limit :limit
                """)
        .param("certificate", certificate.value())
        .param("limit", limit)
        .query(OrderRepository::map)
        .list();
  }

  List<Order> before(CertificateId certificate, Place place, int limit) {
    return jdbc.sql(
            OrderRepository.SELECT
                + """
                where certificate_id = :certificate and created_at <= :created
                  and (created_at, id) < (:created, :id)
                order by created_at desc, id desc limit :limit
                """)
        .param("certificate", certificate.value())
        .param("created", DatabaseTime.of(place.createdAt()))
        .param("id", place.id())
        .param("limit", limit)
        .query(OrderRepository::map)
        .list();
  }

  /** Where an order stands in the list. */
  record Place(Instant createdAt, String id) {

    static Place parse(String text) {
      int space = text.indexOf(' ');
      return new Place(Instant.parse(text.substring(0, space)), text.substring(space + 1));
    }

    static String of(Order order) {
      return order.createdAt() + " " + order.id().value();
    }
  }
}
