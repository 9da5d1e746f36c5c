package io.perennial.issuance.internal;

import io.perennial.certificate.CertificatePurged;
import io.perennial.challenge.Challenges;
import io.perennial.issuance.Order;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A certificate's orders go with it, and the keys of all of them, used or not. */
@Component
class OrdersPurged {

  private final OrderRepository orders;
  private final PendingRepository pending;
  private final Challenges challenges;
  private final Keys keys;

  OrdersPurged(
      OrderRepository orders, PendingRepository pending, Challenges challenges, Keys keys) {
    this.orders = orders;
    this.pending = pending;
    this.challenges = challenges;
    this.keys = keys;
  }

  @EventListener
  void purged(CertificatePurged news) {
    Set<VersionId> all = new LinkedHashSet<>(news.versions());
    for (Order order : orders.newestFirst(news.certificate().id())) {
      challenges.stand(OrderSteps.ISSUANCE, order.id(), java.util.List.of());
      all.add(new VersionId(order.id().value()));
    }
    pending.purge(news.certificate().id());
    keys.destroy(news.actor(), news.certificate().scope(), all);
  }
}
