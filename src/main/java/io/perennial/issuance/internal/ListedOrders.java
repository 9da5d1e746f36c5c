package io.perennial.issuance.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderQueries;
import io.perennial.issuance.internal.OrderPageRepository.Place;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.util.List;
import org.springframework.stereotype.Service;

@Service
class ListedOrders implements OrderQueries {

  private final OrderPageRepository repository;
  private final Certificates certificates;
  private final Authorizer authorizer;

  ListedOrders(OrderPageRepository repository, Certificates certificates, Authorizer authorizer) {
    this.repository = repository;
    this.certificates = certificates;
    this.authorizer = authorizer;
  }

  @Override
  public Page<Order> page(Principal actor, CertificateId id, Slice slice) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, certificates.get(actor, id).scope());
    int rows = slice.limit() + 1;
    List<Order> found =
        slice
            .after()
            .map(place -> repository.before(id, Place.parse(place), rows))
            .orElseGet(() -> repository.newest(id, rows));
    return Page.of(found, slice.limit(), Place::of);
  }
}
