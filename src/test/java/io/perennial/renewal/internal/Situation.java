package io.perennial.renewal.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.SecretForm;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.connector.RevocationReason;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.revocation.Revocation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts as a test tells them, from a healthy certificate of ninety days on. */
record Situation(
    boolean enabled,
    long policyRevision,
    LifetimeAction action,
    Plan plan,
    Optional<Version> current,
    Optional<Advice> advice,
    Optional<Order> open,
    List<Instant> unattended) {

  static final Instant ISSUED = Instant.parse("2026-03-01T00:00:00Z");
  static final Instant EXPIRES = ISSUED.plus(Duration.ofDays(90));
  static final Instant DUE = ISSUED.plus(Duration.ofDays(90).multipliedBy(66).dividedBy(100));
  static final Instant DEADLINE = EXPIRES.minus(Duration.ofHours(108));

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final List<Identifier> NAMES = List.of(new Identifier.Dns("www.example.com"));

  static Situation healthy() {
    return new Situation(
        true,
        1,
        CertificatePolicy.TWO_THIRDS,
        new Plan(DUE, Optional.of(DEADLINE), "All is well.", 0, false),
        Optional.of(version(3, 1, Duration.ofDays(90))),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Version version(int number, long policyRevision, Duration life) {
    return new Version(
        new VersionId(ID),
        new VersionId(ID),
        new CertificateId(ID),
        number,
        new IssuerId(ID),
        policyRevision,
        NAMES,
        "1",
        new Fingerprint("0".repeat(64)),
        ISSUED,
        ISSUED.plus(life),
        ISSUED,
        false);
  }

  Situation disabled() {
    return new Situation(false, policyRevision, action, plan, current, advice, open, unattended);
  }

  Situation revised(long revision) {
    return new Situation(enabled, revision, action, plan, current, advice, open, unattended);
  }

  Situation planned(Instant next, int failures, boolean attended) {
    Plan other = new Plan(next, plan.deadline(), "As it was planned.", failures, attended);
    return new Situation(enabled, policyRevision, action, other, current, advice, open, unattended);
  }

  Situation asked() {
    return planned(plan.nextActionAt(), 0, true);
  }

  Situation withVersion(Version version) {
    return new Situation(
        enabled, policyRevision, action, plan, Optional.of(version), advice, open, unattended);
  }

  Situation neverIssued() {
    return new Situation(
        enabled, policyRevision, action, plan, Optional.empty(), advice, open, unattended);
  }

  Situation ordered(Instant nextStep, int attempts) {
    Order order =
        new Order(
            new OrderId(ID),
            new CertificateId(ID),
            new IssuerId(ID),
            OrderState.WAITING,
            "ORDERED",
            "LIFETIME_ACTION",
            "It was due.",
            false,
            DUE,
            policyRevision,
            attempts,
            Optional.empty(),
            Optional.empty(),
            nextStep,
            DUE,
            Optional.empty(),
            Optional.empty());
    return new Situation(
        enabled, policyRevision, action, plan, current, advice, Optional.of(order), unattended);
  }

  Situation advised(Instant start, Instant end, Optional<URI> explanation) {
    return advised(
        Advice.none(new VersionId(ID))
            .saying("a CA", Optional.of(new Window(start, end, explanation))));
  }

  Situation advised(Advice said) {
    return new Situation(
        enabled, policyRevision, action, plan, current, Optional.of(said), open, unattended);
  }

  Situation issuedUnattended(Instant... times) {
    return new Situation(
        enabled, policyRevision, action, plan, current, advice, open, List.of(times));
  }

  Verdict at(Instant now) {
    return at(now, Optional.empty(), false);
  }

  Verdict revokedAt(Instant now) {
    Revocation revocation =
        new Revocation(
            new VersionId(ID),
            new CertificateId(ID),
            RevocationReason.KEY_COMPROMISE,
            "somebody",
            ISSUED,
            0,
            Optional.empty(),
            Optional.of(ISSUED),
            Optional.empty());
    return at(now, Optional.of(revocation), false);
  }

  Verdict watchedAt(Instant now) {
    return at(now, Optional.empty(), true);
  }

  private Verdict at(Instant now, Optional<Revocation> revocation, boolean watched) {
    CertificatePolicy policy = CertificatePolicy.of(NAMES);
    Certificate certificate =
        new Certificate(
            new CertificateId(ID),
            new VaultId(ID),
            new ObjectName("www"),
            new IssuerId(ID),
            new CertificatePolicy(
                NAMES, policy.keyType(), policy.validity(), policy.profile(), action),
            policyRevision,
            policyRevision,
            SecretForm.PKCS12,
            Map.of(),
            enabled,
            current.map(Version::id),
            plan,
            ISSUED,
            ISSUED);
    return RenewalRules.decide(
        new Facts(certificate, current, advice, open, unattended, revocation, watched), now);
  }
}
