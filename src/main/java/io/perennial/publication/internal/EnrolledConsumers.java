package io.perennial.publication.internal;

import io.perennial.access.Credentials;
import io.perennial.access.Credentials.Purpose;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class EnrolledConsumers implements Consumers {

  private static final Duration INVITATION = Duration.ofHours(1);
  private static final Duration CREDENTIAL = Duration.ofDays(90);
  static final Duration SEEN_PRECISION = Duration.ofSeconds(10);
  private static final ObjectName OURSELVES = new ObjectName("perennial");
  private static final int MAX_HOSTNAME = 255;

  private final ConsumerRepository repository;
  private final ClientCertificateRepository certificates;
  private final Identification identification;
  private final Principals principals;
  private final Credentials credentials;
  private final Gate gate;

  EnrolledConsumers(
      ConsumerRepository repository,
      ClientCertificateRepository certificates,
      Identification identification,
      Principals principals,
      Credentials credentials,
      Gate gate) {
    this.repository = repository;
    this.certificates = certificates;
    this.identification = identification;
    this.principals = principals;
    this.credentials = credentials;
    this.gate = gate;
  }

  @Override
  @Transactional
  public Invitation invite(Principal actor, ObjectName name) {
    gate.require(actor, Permission.WRITE_CONSUMERS, Scope.deployment());
    if (name.equals(OURSELVES)) {
      throw Refusal.conflict("The name perennial is taken by the server itself.");
    }
    Consumer consumer =
        repository
            .find(name)
            .map(EnrolledConsumers::stillOpen)
            .orElseGet(() -> register(actor, name));
    Credentials.Issued token = credentials.issue(consumer.principal(), Purpose.ENROL, INVITATION);
    gate.record(
        new AuditEvent(actor.name(), "consumer.invite", consumer.scope().path(), name.value()));
    return new Invitation(consumer, token);
  }

  private static Consumer stillOpen(Consumer known) {
    if (known.revokedAt().isPresent()) {
      throw Refusal.conflict(
          "Server %s was revoked. Enrol it under another name.".formatted(known.name().value()));
    }
    return known;
  }

  private Consumer register(Principal actor, ObjectName name) {
    Principal principal = principals.register(Principal.Kind.CONSUMER, name.value());
    Consumer consumer =
        new Consumer(
            new ConsumerId(Id.random(gate.random())),
            principal.id(),
            name,
            Optional.empty(),
            gate.now(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    repository.insert(consumer);
    gate.record(
        new AuditEvent(actor.name(), "consumer.create", consumer.scope().path(), name.value()));
    return consumer;
  }

  @Override
  @Transactional
  public Enrolled enrol(String token, String hostname) {
    if (hostname.isBlank()
        || hostname.length() > MAX_HOSTNAME
        || !Visible.of(hostname, MAX_HOSTNAME).equals(hostname.strip())) {
      throw Refusal.invalid("Say which host this is, in at most 255 characters.");
    }
    Consumer consumer =
        credentials
            .redeem(token, Purpose.ENROL)
            .flatMap(repository::find)
            .filter(Identification::admitted)
            .orElseThrow(() ->
                Refusal.unauthenticated(
                    "This enrolment token is wrong, was used or has expired. Make a new one"
                        + " on the dashboard under Servers, or with: perennial enrol NAME"));
    repository.enrolled(consumer.id(), hostname.strip(), gate.now());
    gate.record(
        new AuditEvent(
            consumer.name().value(), "consumer.enrol", consumer.scope().path(), hostname));
    return new Enrolled(
        repository.find(consumer.id()).orElseThrow(),
        credentials.issue(consumer.principal(), Purpose.PULL, CREDENTIAL));
  }

  @Override
  @Transactional
  public Enrolled renewCredential(Principal actor) {
    Consumer consumer = repository.find(actor.id()).orElseThrow();
    if (certificates.inUse(consumer.id())) {
      throw Refusal.conflict(
          "This server shows a client certificate, which has taken the place of its credential. Renew"
              + " that with POST /pull/v1/certificate.");
    }
    Credentials.Issued credential = credentials.issue(actor.id(), Purpose.PULL, CREDENTIAL);
    gate.record(
        new AuditEvent(actor.name(), "consumer.credential", consumer.scope().path(), "renewed"));
    return new Enrolled(consumer, credential);
  }

  @Override
  public Admitted authenticate(Proof proof) {
    return identification.admit(proof);
  }

  @Override
  @Transactional
  public void revoke(Principal actor, ConsumerId id) {
    gate.require(actor, Permission.WRITE_CONSUMERS, Scope.consumer(id));
    Consumer consumer =
        repository
            .find(id)
            .orElseThrow(() -> Refusal.notFound("There is no server " + id.value() + "."));
    credentials.revoke(consumer.principal(), Purpose.PULL);
    credentials.revoke(consumer.principal(), Purpose.ENROL);
    certificates.deleteAll(id);
    principals.unassign(consumer.principal(), consumer.scope());
    repository.revoked(id, gate.now());
    gate.record(
        new AuditEvent(
            actor.name(), "consumer.revoke", consumer.scope().path(), consumer.name().value()));
  }

  @Override
  public List<Consumer> list(Principal actor) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return repository.list();
  }

  @Override
  public Optional<Consumer> find(Principal actor, ObjectName name) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return repository.find(name);
  }

  @Override
  @Transactional
  public Consumer ourselves() {
    return repository
        .find(OURSELVES)
        .orElseGet(() -> register(Principal.system("first run"), OURSELVES));
  }
}
