package io.perennial.publication.internal;

import io.perennial.access.Credentials;
import io.perennial.access.Credentials.Purpose;
import io.perennial.access.Principals;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Admitted;
import io.perennial.publication.Proof;
import io.perennial.publication.internal.ClientCertificateRepository.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * Finds out which server asks. Of all that shows who a server is, only what came last counts: the
 * first use of a token or of a certificate ends what was before it, so that what leaked from an old
 * file is worthless, and of two that hold a copy one is soon refused.
 */
@Component
class Identification {

  /** A server may have been switched off for so long after its certificate expired. */
  static final Duration WAY_BACK = Duration.ofDays(30);

  private static final String NO_TOKEN =
      "The credential is missing, has expired or was revoked. " + Consumers.ENROL_AGAIN;
  private static final String NO_CERTIFICATE =
      "This client certificate does not count here: it was revoked, or another has taken its place."
          + " If this server renewed none itself, somebody else has its key: revoke the server"
          + " first. "
          + Consumers.ENROL_AGAIN;
  private static final String STRANGER =
      "This client certificate is not from here: Perennial's own authority for servers did not sign"
          + " it. "
          + Consumers.ENROL_AGAIN;

  private final ConsumerRepository consumers;
  private final ClientCertificateRepository certificates;
  private final Credentials credentials;
  private final Principals principals;
  private final StoredAuthority authority;
  private final Gate gate;

  Identification(
      ConsumerRepository consumers,
      ClientCertificateRepository certificates,
      Credentials credentials,
      Principals principals,
      StoredAuthority authority,
      Gate gate) {
    this.consumers = consumers;
    this.certificates = certificates;
    this.credentials = credentials;
    this.principals = principals;
    this.authority = authority;
    this.gate = gate;
  }

  /**
   * @throws Refusal unauthenticated, with what to do next
   */
  Admitted admit(Proof proof) {
    refuseStrangers(proof);
    return gate.atomically(() -> identify(proof, Duration.ZERO));
  }

  /**
   * The same, for a new certificate: one that expired a while ago will do.
   *
   * @throws Refusal unauthenticated, with what to do next
   */
  Consumer renewing(Proof proof) {
    refuseStrangers(proof);
    return gate.atomically(
        () -> consumers.find(identify(proof, WAY_BACK).consumer()).orElseThrow());
  }

  /**
   * Before anything is asked of the database, and so that no row alone makes a certificate good.
   */
  private void refuseStrangers(Proof proof) {
    if (proof instanceof Proof.ClientCertificate shown && !authority.signed(shown)) {
      throw refused(STRANGER);
    }
  }

  private Admitted identify(Proof proof, Duration grace) {
    return switch (proof) {
      case Proof.Token(String value) -> byToken(value);
      case Proof.ClientCertificate shown -> byCertificate(shown, grace);
    };
  }

  private Admitted byToken(String token) {
    Credentials.Use use = credentials.use(token, Purpose.PULL).orElseThrow(() -> refused(NO_TOKEN));
    Consumer consumer =
        consumers
            .find(use.principal())
            .filter(Identification::admitted)
            .orElseThrow(() -> refused(NO_TOKEN));
    if (use.first()) {
      certificates.deleteAll(consumer.id());
      record(consumer, "consumer.credential");
    }
    return seen(consumer, use.expiresAt());
  }

  private Admitted byCertificate(Proof.ClientCertificate shown, Duration grace) {
    Stored stored =
        certificates.find(shown.fingerprint()).orElseThrow(() -> refused(NO_CERTIFICATE));
    Consumer consumer =
        consumers
            .find(stored.consumer())
            .filter(Identification::admitted)
            .orElseThrow(() -> refused(NO_CERTIFICATE));
    if (!stored.expiresAt().plus(grace).isAfter(gate.now())) {
      throw expired(stored);
    }
    if (!stored.used() && certificates.markUsed(shown.fingerprint(), gate.now())) {
      certificates.deleteOthers(consumer.id(), shown.fingerprint());
      credentials.revoke(consumer.principal(), Purpose.PULL);
      record(consumer, "consumer.certificate");
    }
    return seen(consumer, stored.expiresAt());
  }

  private Refusal expired(Stored stored) {
    Instant end = stored.expiresAt().truncatedTo(ChronoUnit.SECONDS);
    return refused(
        gate.now().isBefore(end.plus(WAY_BACK))
            ? "This client certificate expired at %s. Until %s it gets a new one with POST /pull/v1/certificate."
                .formatted(end, end.plus(WAY_BACK))
            : "This client certificate expired at %s, which is too long ago. %s"
                .formatted(end, Consumers.ENROL_AGAIN));
  }

  private static Refusal refused(String sentence) {
    return Refusal.unauthenticated(sentence);
  }

  /** What is issued while its server is being revoked would outlive the revocation. */
  static boolean admitted(Consumer consumer) {
    return consumer.revokedAt().isEmpty();
  }

  /** On record, so that every node that remembers what was before lets go of it. */
  private void record(Consumer consumer, String action) {
    gate.record(
        new AuditEvent(
            consumer.name().value(),
            action,
            consumer.scope().path(),
            "first used; those before it ended"));
  }

  private Admitted seen(Consumer consumer, Instant until) {
    Instant now = gate.now();
    if (consumer
        .lastSeenAt()
        .filter(seen -> seen.plus(EnrolledConsumers.SEEN_PRECISION).isAfter(now))
        .isEmpty()) {
      consumers.seen(consumer.id(), now);
    }
    return new Admitted(consumer.id(), principals.find(consumer.principal()).orElseThrow(), until);
  }
}
