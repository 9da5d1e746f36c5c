package io.perennial.identity.internal;

import io.perennial.access.Application;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.identity.FederatedIdentities;
import io.perennial.identity.FederatedIdentity;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredFederatedIdentities implements FederatedIdentities {

  private final FederatedIdentityRepository repository;
  private final ApplicationRights rights;
  private final Clock clock;
  private final RandomGenerator random;

  StoredFederatedIdentities(
      FederatedIdentityRepository repository,
      ApplicationRights rights,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.rights = rights;
    this.clock = clock;
    this.random = random;
  }

  @Override
  @Transactional
  public FederatedIdentity trust(
      Principal actor, ClientId application, String issuer, String subject, String audience) {
    Application known = rights.requireStanding(actor, application);
    FederatedIdentity wanted =
        new FederatedIdentity(
            Id.random(random),
            application,
            OutsideText.issuer(issuer),
            OutsideText.subject(subject),
            OutsideText.audience(audience),
            clock.instant());
    Optional<FederatedIdentity> same =
        repository.find(wanted.issuer(), wanted.subject(), wanted.audience());
    if (same.isPresent()) {
      return same.filter(one -> one.application().equals(application))
          .orElseThrow(() ->
              Refusal.conflict(
                  "The application with the client id %s is known by this issuer, subject and audience. Take that back first."
                      .formatted(same.get().application())));
    }
    if (repository.list(application).size() >= MOST) {
      throw Refusal.conflict(
          "The application %s is known by %d outside subjects already. Remove one first."
              .formatted(known.name().value(), MOST));
    }
    repository.insert(wanted);
    rights.record(actor, "application.trust", known, described(wanted));
    return wanted;
  }

  private static String described(FederatedIdentity identity) {
    return "%s of %s for %s".formatted(identity.subject(), identity.issuer(), identity.audience());
  }

  @Override
  @Transactional(readOnly = true)
  public List<FederatedIdentity> list(Principal actor, ClientId application) {
    rights.require(actor, application);
    return repository.list(application);
  }

  @Override
  @Transactional
  public FederatedIdentity remove(Principal actor, ClientId application, String id) {
    Application known = rights.require(actor, application);
    FederatedIdentity removed =
        repository.list(application).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                Refusal.notFound(
                    "The application %s is known by no outside subject of that id."
                        .formatted(known.name().value())));
    repository.delete(id);
    rights.record(actor, "application.distrust", known, described(removed));
    return removed;
  }
}
