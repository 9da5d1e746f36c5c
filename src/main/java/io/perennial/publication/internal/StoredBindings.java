package io.perennial.publication.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.certificate.VersionIssued;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumer;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import io.perennial.scheduling.DurableTasks;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredBindings implements Bindings {

  private static final int MAX_PORT = 65_535;

  private final BindingRepository bindings;
  private final PublicationRepository publications;
  private final ConsumerRepository consumers;
  private final Certificates certificates;
  private final Gate gate;
  private final Reach reach;

  StoredBindings(
      BindingRepository bindings,
      PublicationRepository publications,
      ConsumerRepository consumers,
      Certificates certificates,
      Gate gate,
      Reach reach) {
    this.bindings = bindings;
    this.publications = publications;
    this.consumers = consumers;
    this.certificates = certificates;
    this.gate = gate;
    this.reach = reach;
  }

  @Override
  @Transactional
  public Binding bind(Principal actor, Wanted wanted) {
    gate.require(actor, Permission.WRITE_CONSUMERS, Scope.consumer(wanted.consumer()));
    Certificate certificate = certificates.get(actor, wanted.certificate());
    gate.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    Consumer consumer =
        consumers
            .find(wanted.consumer())
            .filter(known -> known.revokedAt().isEmpty())
            .orElseThrow(() -> Refusal.notFound("There is no such server. Enrol it first."));
    Binding binding = checked(wanted, certificate);
    Instant now = gate.now();
    // The count waits for whoever stores a version, and makes the next one wait for this binding.
    Optional<Version> published =
        certificates
            .bound(Prober.PROBING, certificate.id(), 1)
            .currentVersion()
            .flatMap(version -> certificates.version(Prober.PROBING, version));
    try {
      bindings.insert(binding, published, now);
    } catch (DuplicateKeyException known) {
      throw Refusal.conflict(
          "%s already serves %s at %s:%d."
              .formatted(
                  consumer.name().value(),
                  certificate.name().value(),
                  binding.address(),
                  binding.port()));
    }
    reach.principals().assign(consumer.principal(), Role.BOUND_CONSUMER, binding.scope());
    published.ifPresent(version -> publications.owe(version.id(), binding.id(), now));
    gate.record(
        new AuditEvent(
            actor.name(),
            "binding.create",
            binding.scope().path(),
            "%s on %s".formatted(certificate.name().value(), consumer.name().value())));
    reach.probeAt(binding.id(), now);
    return binding;
  }

  private Binding checked(Wanted wanted, Certificate certificate) {
    List<Identifier> names = certificate.policy().identifiers();
    List<Identifier> hosts = wanted.hosts().isEmpty() ? names : wanted.hosts();
    for (Identifier host : hosts) {
      if (!Identifiers.cover(names, host)) {
        throw Refusal.invalid(
            "The certificate %s is not for %s but for %s. Add the name to its policy first."
                .formatted(certificate.name().value(), host.value(), Identifiers.key(names)));
      }
    }
    if (wanted.port() < 1 || wanted.port() > MAX_PORT) {
      throw Refusal.invalid("A port is between 1 and 65535; https usually has 443.");
    }
    String address = wanted.address().isBlank() ? hosts.getFirst().value() : wanted.address();
    if (address.startsWith("*.")) {
      throw Refusal.invalid("Say at which address to look for " + hosts.getFirst().value() + ".");
    }
    String canonical = Identifiers.parse(address).value();
    reach.check(canonical);
    return new Binding(
        new BindingId(Id.random(gate.random())),
        wanted.consumer(),
        certificate.id(),
        hosts,
        canonical,
        wanted.port(),
        new Binding.Installed(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new Binding.Served(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Override
  @Transactional
  public void unbind(Principal actor, BindingId id) {
    unbind(actor, id, Expected.any());
  }

  @Override
  @Transactional
  public void unbind(Principal actor, BindingId id, Expected expected) {
    Binding known = load(id);
    gate.require(actor, Permission.WRITE_CONSUMERS, known.scope());
    // The certificate first, as whoever stores a version does.
    certificates.bound(Prober.PROBING, known.certificate(), -1);
    // Locks the row, so that nothing is written between the look and the deletion.
    bindings.touch(id);
    Binding binding = load(id);
    expected.check(bindings.revision(id) - 1);
    consumers
        .find(binding.consumer())
        .ifPresent(consumer -> reach.principals().unassign(consumer.principal(), binding.scope()));
    bindings.delete(id);
    gate.record(new AuditEvent(actor.name(), "binding.delete", binding.scope().path(), ""));
  }

  private Binding load(BindingId id) {
    return bindings
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no binding " + id.value() + "."));
  }

  @Override
  @Transactional(readOnly = true)
  public List<Truths> truths(Principal actor) {
    gate.require(actor, Permission.READ_CONSUMERS, Scope.deployment());
    return reach.truths().of(bindings.list());
  }

  @Override
  @Transactional(readOnly = true)
  public List<Truths> truths(Principal actor, CertificateId certificate) {
    gate.require(actor, Permission.READ_CONSUMERS, certificates.get(actor, certificate).scope());
    return reach.truths().of(bindings.of(certificate));
  }

  @Override
  @Transactional(readOnly = true)
  public List<Truths> mine(Principal actor) {
    Consumer consumer = consumers.find(actor.id()).orElseThrow();
    List<Binding> mine = bindings.of(consumer.id());
    mine.forEach(binding -> gate.require(actor, Permission.READ_CERTIFICATES, binding.scope()));
    return reach.truths().of(mine);
  }

  @Override
  @Transactional
  public void report(Principal actor, BindingId id, Report report) {
    Binding binding = reach.own().get(actor, Permission.REPORT_INSTALLATION, id);
    Version version =
        certificates
            .version(Prober.PROBING, report.version())
            .filter(known -> known.certificate().equals(binding.certificate()))
            .orElseThrow(
                () -> Refusal.invalid("That is no version of this binding's certificate."));
    Instant now = gate.now();
    bindings.reported(id, report, now);
    if (report.outcome() == Report.Outcome.INSTALLED) {
      bindings.installed(id, version.id(), version.fingerprint().value(), now);
      publications.installed(version.id(), id, now);
    }
    gate.record(
        new AuditEvent(
            actor.name(),
            "binding.report",
            binding.scope().path(),
            "version %d %s".formatted(version.number(), report.outcome())));
    reach.probeAt(id, now);
  }

  @EventListener
  void owe(VersionIssued news) {
    Instant now = gate.now();
    for (Binding binding : bindings.of(news.certificate().id())) {
      publications.owe(news.version().id(), binding.id(), now);
      bindings.published(binding.id(), news.version());
      reach.probeAt(binding.id(), now.plusSeconds(2));
    }
  }

  /** What a binding reaches out to: its consumer's rights, its address, its three truths. */
  @Component
  record Reach(
      Principals principals,
      Handshake handshake,
      DurableTasks tasks,
      OwnBindings own,
      TruthsReader truths) {

    void probeAt(BindingId binding, Instant at) {
      tasks.run(Prober.PROBE, binding.value(), at);
    }

    /** A name that does not resolve yet is no reason to refuse; one that must not be called is. */
    void check(String address) {
      try {
        handshake.check(address);
      } catch (UnknownHostException notYet) {
        return;
      } catch (IOException forbidden) {
        throw Refusal.invalid(String.valueOf(forbidden.getMessage()));
      }
    }
  }
}
