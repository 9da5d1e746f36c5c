package io.perennial.renewal.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.renewal.Decision;
import io.perennial.renewal.DecisionQueries;
import io.perennial.renewal.internal.DecisionRepository.Numbered;
import org.springframework.stereotype.Service;

@Service
class ListedDecisions implements DecisionQueries {

  private final DecisionRepository repository;
  private final Certificates certificates;
  private final Authorizer authorizer;

  ListedDecisions(DecisionRepository repository, Certificates certificates, Authorizer authorizer) {
    this.repository = repository;
    this.certificates = certificates;
    this.authorizer = authorizer;
  }

  @Override
  public Page<Decision> page(Principal actor, CertificateId id, Slice slice) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, certificates.get(actor, id).scope());
    long before = slice.after().map(Long::parseLong).orElse(Long.MAX_VALUE);
    return Page.of(
            repository.page(id, before, slice.limit() + 1),
            slice.limit(),
            line -> Long.toString(line.number()))
        .map(Numbered::decision);
  }
}
