package io.perennial.publication.internal;

import io.perennial.kernel.BindingId;
import io.perennial.publication.Binding;
import io.perennial.publication.BindingFilter;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Bindings page by page, in the order of one index. The first column is compared by itself as well,
 * for H2 enters an index by no pair.
 */
@Repository
class BindingPageRepository {

  private final JdbcClient jdbc;

  BindingPageRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Binding> page(BindingFilter filter, Place after, int limit) {
    StringBuilder where =
        new StringBuilder(
            """
            where probe_address >= :address
              and (probe_address, port, id) > (:address, :port, :id)
            """);
    if (filter.text().isPresent()) {
      where.append("and (probe_address like :text escape '!' or hosts like :text escape '!')\n");
    }
    if (filter.certificate().isPresent()) {
      where.append("and certificate_id = :certificate\n");
    }
    if (filter.consumer().isPresent()) {
      where.append("and consumer_id = :consumer\n");
    }
    return jdbc.sql(
            BindingRepository.SELECT + where + "order by probe_address, port, id limit :limit")
        .param("address", after.address())
        .param("port", after.port())
        .param("id", after.id())
        .param("text", filter.text().map(BindingPageRepository::pattern).orElse(""))
        .param("certificate", filter.certificate().map(one -> one.value()).orElse(""))
        .param("consumer", filter.consumer().map(one -> one.value()).orElse(""))
        .param("limit", limit)
        .query(BindingRepository::map)
        .list();
  }

  private static String pattern(String text) {
    return "%" + text.replaceAll("[!%_]", "!$0") + "%";
  }

  /** Where a binding stands in the order. */
  record Place(String address, int port, String id) {

    static final Place BEGINNING = new Place("", 0, "");

    static Place parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Place(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }

    static String of(Binding binding) {
      BindingId id = binding.id();
      return binding.address() + " " + binding.port() + " " + id.value();
    }
  }
}
