package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All orders and authorizations; its lock guards them. */
final class OrderBook {

  private static final Duration LIFE = Duration.ofDays(7);

  private final Clock clock;
  private final CaBehaviour behaviour;
  private final Map<String, ServerOrder> orders = new LinkedHashMap<>();
  private int made;

  OrderBook(Clock clock, CaBehaviour behaviour) {
    this.clock = clock;
    this.behaviour = behaviour;
  }

  synchronized ServerOrder add(Account account, List<Identifier> names) {
    made++;
    String id = "o" + made;
    List<ServerAuthorization> authorizations = new ArrayList<>();
    for (Identifier name : names) {
      String part = id + "z" + authorizations.size();
      String token = String.format(Locale.ROOT, "token-%s-%024d", part, made);
      authorizations.add(
          new ServerAuthorization(part, name, token, behaviour.authorizationsReused()));
    }
    ServerOrder order =
        new ServerOrder(
            id, account, authorizations, clock.instant().plus(LIFE), behaviour.readsUntilReady());
    orders.put(id, order);
    return order;
  }

  synchronized ServerOrder order(String id, Account reader) throws Refusal {
    ServerOrder order = orders.get(id);
    if (order == null || !order.account().id().equals(reader.id())) {
      throw Refusal.notFound("order");
    }
    return order;
  }

  synchronized ServerAuthorization authorization(String id, Account reader) throws Refusal {
    for (ServerOrder order : orders.values()) {
      for (ServerAuthorization authorization : order.authorizations()) {
        if (authorization.id().equals(id) && order.account().id().equals(reader.id())) {
          return authorization;
        }
      }
    }
    throw Refusal.notFound("authorization");
  }

  synchronized List<String> idsOf(Account account) {
    return orders.values().stream()
        .filter(order -> order.account().id().equals(account.id()))
        .map(ServerOrder::id)
        .toList();
  }

  /** Whether an order of this account brought the certificate. */
  synchronized boolean ordered(Account account, byte[] der) {
    return orders.values().stream()
        .filter(order -> order.account().id().equals(account.id()))
        .filter(order -> !order.chain().isEmpty())
        .anyMatch(order -> IssuingCa.same(order.chain().getFirst(), der));
  }

  synchronized List<String> statuses() {
    return orders.values().stream().map(ServerOrder::status).toList();
  }

  synchronized List<String> authorizationStatuses() {
    return orders.values().stream()
        .flatMap(order -> order.authorizations().stream())
        .map(ServerAuthorization::status)
        .toList();
  }

  synchronized void failAll(String reason) {
    orders.values().forEach(order -> order.fail(reason));
  }

  synchronized void forgetAll() {
    orders.clear();
  }

  static Map<String, String> identifier(Identifier name) {
    return switch (name) {
      case Identifier.Dns(String value) -> Map.of("type", "dns", "value", value);
      case Identifier.Ip(String value) -> Map.of("type", "ip", "value", value);
    };
  }

  static Optional<Identifier> identifier(Object json) {
    if (json instanceof Map<?, ?> map && map.get("value") instanceof String value) {
      return switch (String.valueOf(map.get("type"))) {
        case "dns" -> Optional.of(new Identifier.Dns(value));
        case "ip" -> Optional.of(new Identifier.Ip(value));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }
}
