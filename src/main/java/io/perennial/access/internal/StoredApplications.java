package io.perennial.access.internal;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.Authorizer;
import io.perennial.access.ClientId;
import io.perennial.access.ClientSecret;
import io.perennial.access.Credentials;
import io.perennial.access.Credentials.Purpose;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredApplications implements Applications {

  private final ApplicationRepository repository;
  private final Principals principals;
  private final Credentials credentials;
  private final Rights rights;
  private final Clock clock;
  private final RandomGenerator random;

  StoredApplications(
      ApplicationRepository repository,
      Principals principals,
      Credentials credentials,
      Rights rights,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.principals = principals;
    this.credentials = credentials;
    this.rights = rights;
    this.clock = clock;
    this.random = random;
  }

  @Override
  @Transactional
  public Application register(Principal actor, ObjectName name) {
    rights.require(actor);
    Principal principal = principals.register(Principal.Kind.APPLICATION, name.value());
    ClientId id = ClientId.random(random);
    repository.insert(id, principal.id(), clock.instant());
    rights.record(actor, "application.register", name, id.value());
    return load(id);
  }

  private Application load(ClientId id) {
    return repository
        .find(id.value())
        .orElseThrow(
            () -> Refusal.notFound("There is no application with the client id " + id + "."));
  }

  @Override
  @Transactional(readOnly = true)
  public Page<Application> page(Principal actor, Slice slice) {
    rights.require(actor);
    return Page.of(
        repository.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        application -> application.name().value());
  }

  @Override
  @Transactional(readOnly = true)
  public Application get(Principal actor, ClientId application) {
    rights.require(actor);
    return load(application);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Application> find(Principal actor, ObjectName name) {
    rights.require(actor);
    return repository.find(name);
  }

  @Override
  @Transactional(readOnly = true)
  public List<ClientSecret> secrets(Principal actor, ClientId application) {
    return repository.secrets(get(actor, application).principal());
  }

  @Override
  @Transactional
  public Credentials.Issued addSecret(Principal actor, ClientId application, Duration life) {
    Application known = get(actor, application);
    if (known.revokedAt().isPresent()) {
      throw Refusal.conflict(
          "The application %s was revoked for good. Register another under another name."
              .formatted(known.name().value()));
    }
    if (!life.isPositive() || life.compareTo(LONGEST) > 0) {
      throw Refusal.invalid(
          "A client secret lives 1 to %d days; %d is usual."
              .formatted(LONGEST.toDays(), USUAL.toDays()));
    }
    Credentials.Issued issued = credentials.issue(known.principal(), Purpose.CLIENT_SECRET, life);
    rights.record(
        actor,
        "application.secret.add",
        known.name(),
        "%s until %s".formatted(issued.id(), issued.expiresAt()));
    return issued;
  }

  @Override
  @Transactional
  public void revokeSecret(Principal actor, ClientId application, String secret) {
    Application known = get(actor, application);
    if (!credentials.revoke(known.principal(), Purpose.CLIENT_SECRET, secret)) {
      throw Refusal.notFound(
          "The application %s has no such secret that was not revoked."
              .formatted(known.name().value()));
    }
    rights.record(actor, "application.secret.revoke", known.name(), secret);
  }

  @Override
  @Transactional
  public Application revoke(Principal actor, ClientId application) {
    Application known = get(actor, application);
    repository.revoke(application, clock.instant());
    credentials.revoke(known.principal(), Purpose.CLIENT_SECRET);
    rights.record(actor, "application.revoke", known.name(), application.value());
    return load(application);
  }

  /** Both are looked up whatever comes of the other, so that the time tells neither. */
  @Override
  @Transactional
  public Optional<Principal> authenticate(String clientId, String secret) {
    Optional<Principal> claimed = acting(clientId.toLowerCase(Locale.ROOT));
    Optional<PrincipalId> shown = credentials.verify(secret, Purpose.CLIENT_SECRET);
    return claimed.filter(principal -> shown.filter(principal.id()::equals).isPresent());
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Application> of(PrincipalId principal) {
    return repository.find(principal);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Principal> standing(ClientId application) {
    return acting(application.value());
  }

  private Optional<Principal> acting(String clientId) {
    return repository
        .find(clientId)
        .filter(application -> application.revokedAt().isEmpty())
        .map(Application::actor);
  }

  /** Who may do all this, and where it is written down. */
  @Component
  record Rights(Authorizer authorizer, Audit audit) {

    void require(Principal actor) {
      authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    }

    void record(Principal actor, String action, ObjectName subject, String detail) {
      audit.record(new AuditEvent(actor.name(), action, subject.value(), detail));
    }
  }
}
