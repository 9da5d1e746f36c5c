package io.perennial.publication.internal;

import io.perennial.kernel.BindingId;
import io.perennial.kernel.ConsumerId;
import io.perennial.publication.Binding;
import io.perennial.publication.BindingFilter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** In one statement; the caller names at most {@link io.perennial.kernel.Slice#MOST}. */
  List<Binding> all(Collection<BindingId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(BindingRepository.SELECT + "where id in (:ids)")
        .param("ids", ids.stream().map(BindingId::value).toList())
        .query(BindingRepository::map)
        .list();
  }

  /** In one statement; the caller names at most {@link io.perennial.kernel.Slice#MOST}. */
  Map<ConsumerId, Long> counts(Collection<ConsumerId> consumers) {
    Map<ConsumerId, Long> counts = new HashMap<>();
    if (!consumers.isEmpty()) {
      jdbc.sql(
              """
              select consumer_id, count(*) as bindings from binding
              where consumer_id in (:ids) group by consumer_id
              """)
          .param("ids", consumers.stream().map(ConsumerId::value).toList())
          .query(row -> {
            counts.put(new ConsumerId(row.getString("consumer_id")), row.getLong("bindings"));
          });
    }
    return counts;
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
