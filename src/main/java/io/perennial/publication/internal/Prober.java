package io.perennial.publication.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.Binding;
import io.perennial.publication.Binding.Served;
import io.perennial.scheduling.DurableTasks;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees from outside what a binding's address serves. The only writer of that truth. */
@Component
class Prober {

  static final String PROBE = "probe";
  static final Principal PROBING = Principal.system("prober");

  /** A reloading nginx answers with old and new by turns for a moment. */
  private static final int LOOKS = 3;

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final BindingRepository bindings;
  private final PublicationRepository publications;
  private final Certificates certificates;
  private final Handshake handshake;
  private final Gate gate;
  private final Pace pace;

  Prober(
      BindingRepository bindings,
      PublicationRepository publications,
      Certificates certificates,
      Handshake handshake,
      Gate gate,
      Pace pace) {
    this.bindings = bindings;
    this.publications = publications;
    this.certificates = certificates;
    this.handshake = handshake;
    this.gate = gate;
    this.pace = pace;
  }

  /**
   * Looks.
   *
   * @return when to look again; empty once the binding is gone
   */
  Optional<Instant> probe(BindingId id) {
    Optional<Binding> binding = bindings.find(id);
    if (binding.isEmpty()) {
      return Optional.empty();
    }
    gate.require(PROBING, Permission.REPORT_INSTALLATION, binding.get().scope());
    Served seen = look(binding.get());
    Optional<Version> published = published(binding.get());
    boolean asPublished =
        seen.problem().isEmpty()
            && published.map(version -> version.fingerprint().value()).equals(seen.fingerprint());
    pace.transaction()
        .executeWithoutResult(status -> {
          bindings.served(id, seen);
          if (asPublished) {
            publications.served(published.orElseThrow().id(), id, gate.now());
          }
        });
    return Optional.of(gate.now().plus(pace.untilNext(asPublished, published, gate.now())));
  }

  private Optional<Version> published(Binding binding) {
    Optional<VersionId> current = certificates.get(PROBING, binding.certificate()).currentVersion();
    return current.flatMap(version -> certificates.version(PROBING, version));
  }

  private Served look(Binding binding) {
    Instant now = gate.now();
    try {
      Set<String> fingerprints = new HashSet<>();
      X509Certificate last = null;
      for (Identifier host : binding.hosts()) {
        for (int i = 0; i < LOOKS; i++) {
          last = handshake.look(binding.address(), binding.port(), host);
          fingerprints.add(Fingerprint.of(last).value());
        }
      }
      if (last == null || fingerprints.size() != 1) {
        return new Served(
            Optional.empty(),
            Optional.empty(),
            Optional.of(now),
            Optional.of(
                "%s:%d serves %d different certificates by turns."
                    .formatted(binding.address(), binding.port(), fingerprints.size())));
      }
      return new Served(
          fingerprints.stream().findFirst(),
          Optional.of(last.getNotAfter().toInstant()),
          Optional.of(now),
          Optional.empty());
    } catch (IOException unreachable) {
      return new Served(
          Optional.empty(),
          Optional.empty(),
          Optional.of(now),
          Optional.of(
              "%s:%d does not answer a TLS handshake: %s."
                  .formatted(binding.address(), binding.port(), reason(unreachable))));
    }
  }

  private static String reason(IOException unreachable) {
    String message = String.valueOf(unreachable.getMessage()).replaceAll("\\p{C}", " ");
    return message.length() > 300 ? message.substring(0, 300) : message;
  }

  /** How soon to look again. */
  @Component
  record Pace(ProbeProperties properties, TransactionTemplate transaction) {

    Duration untilNext(boolean asPublished, Optional<Version> published, Instant now) {
      if (asPublished || published.isEmpty()) {
        return properties.interval();
      }
      boolean fresh = published.get().issuedAt().plus(PATIENCE).isAfter(now);
      Duration minute = Duration.ofMinutes(1);
      Duration calm = properties.interval().compareTo(minute) < 0 ? properties.interval() : minute;
      return fresh ? SOON : calm;
    }
  }

  /** The task that the engine runs for each binding. */
  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ProbeProperties.class)
  static class Tasks {

    @Bean
    Task<Void> probeTask(Prober prober, DurableTasks tasks) {
      return tasks.repeating(PROBE, instance -> prober.probe(new BindingId(instance)));
    }
  }
}
