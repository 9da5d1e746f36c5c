package io.perennial.renewal.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.issuance.Order;
import io.perennial.kernel.Words;
import io.perennial.renewal.Deadline;
import io.perennial.renewal.internal.Verdict.Fused;
import io.perennial.renewal.internal.Verdict.Renew;
import io.perennial.renewal.internal.Verdict.Rest;
import io.perennial.renewal.internal.Verdict.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Answers "why a new version, and why now?" by asking each rule in turn; the first that has a
 * reason wins. Pure.
 */
final class RenewalRules {

  /** Unattended issuances of the same names within {@link #fuseWindow}. */
  private static final int FUSE = 2;

  private static final Duration LOOK_AGAIN = Duration.ofHours(1);
  private static final Duration WATCH = Duration.ofMinutes(10);

  private static final List<BiFunction<Facts, Instant, Optional<Renew>>> RULES =
      List.of(
          RenewalRules::neverIssued,
          RenewalRules::revoked,
          RenewalRules::policyEdited,
          RenewalRules::asked,
          RenewalRules::deadlinePassed,
          RenewalRules::advised,
          RenewalRules::lifetimeActionDue);

  private RenewalRules() {}

  static Verdict decide(Facts facts, Instant now) {
    Certificate certificate = facts.certificate();
    if (!certificate.enabled()) {
      return new Rest(now.plus(LOOK_AGAIN), "It is disabled; nothing renews it.");
    }
    if (facts.watched() && facts.current().isPresent()) {
      return watched(facts, facts.current().get(), now);
    }
    if (facts.open().isPresent()) {
      return underWay(facts, facts.open().get(), now);
    }
    if (certificate.plan().failures() > 0 && certificate.plan().nextActionAt().isAfter(now)) {
      return new Rest(certificate.plan().nextActionAt(), certificate.plan().sentence());
    }
    Optional<Renew> reason =
        RULES.stream().map(rule -> rule.apply(facts, now)).flatMap(Optional::stream).findFirst();
    if (reason.isEmpty()) {
      return rest(facts);
    }
    return fuse(facts, now).<Verdict>map(fused -> fused).orElse(reason.get());
  }

  /** What went wrong last says more than why the order was started. */
  private static UnderWay underWay(Facts facts, Order order, Instant now) {
    return new UnderWay(
        watch(facts.current(), order, now),
        order.attempts() > 0
            ? facts.certificate().plan().sentence()
            : "An order is under way: " + order.sentence());
  }

  /**
   * While an order is under way its own task moves it; this look is the net beneath, so it comes
   * after the next step should have been taken.
   */
  static Instant watch(Optional<Version> current, Order order, Instant now) {
    Instant step = order.nextStepAt().isAfter(now) ? order.nextStepAt() : now;
    Instant watch = step.plus(WATCH);
    return current
        .map(version -> Deadline.of(version.notBefore(), version.notAfter()))
        .filter(deadline -> deadline.isAfter(now) && deadline.isBefore(watch))
        .orElse(watch);
  }

  private static Optional<Renew> neverIssued(Facts facts, Instant now) {
    return facts.current().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Renew(
                "FIRST_VERSION",
                "It has no version yet.",
                facts.certificate().plan().nextActionAt()));
  }

  /** From the wish on: nobody waits with a new version until the CA has said yes. */
  private static Optional<Renew> revoked(Facts facts, Instant now) {
    return facts
        .current()
        .flatMap(version ->
            facts
                .revocation()
                .map(revocation ->
                    new Renew(
                        Order.REVOKED,
                        "Version %d is revoked (%s); a new version with a fresh key takes its place."
                            .formatted(version.number(), revocation.reason().words()),
                        revocation.requestedAt())));
  }

  /** Looked at when the policy wants it replaced, and from then on daily. */
  private static Verdict watched(Facts facts, Version version, Instant now) {
    Instant warned = due(facts, version);
    String what =
        "It was imported, so nothing renews it. Version %d %s on %s; import its successor."
            .formatted(
                version.number(),
                version.notAfter().isAfter(now) ? "expires" : "expired",
                seconds(version.notAfter()));
    String sentence =
        facts
            .revocation()
            .map(revocation -> "Version " + version.number() + " is revoked. " + what)
            .orElse(what);
    return new Verdict.Watched(
        warned.isAfter(now) ? warned : now.plus(Duration.ofDays(1)), sentence);
  }

  private static Optional<Renew> policyEdited(Facts facts, Instant now) {
    return facts
        .current()
        .filter(version -> facts.certificate().outdates(version.policyRevision()))
        .map(version ->
            new Renew(
                "POLICY_EDITED",
                "Its policy or issuer was edited since version %d was issued: %s."
                    .formatted(version.number(), difference(facts.certificate(), version)),
                facts.certificate().plan().nextActionAt()));
  }

  private static String difference(Certificate certificate, Version version) {
    Set<Identifier> wanted = new HashSet<>(certificate.policy().identifiers());
    return wanted.equals(new HashSet<>(version.identifiers()))
        ? "the names stay the same"
        : "the names change";
  }

  private static Optional<Renew> asked(Facts facts, Instant now) {
    return facts
        .current()
        .filter(version -> facts.certificate().plan().attended())
        .map(version ->
            new Renew(
                "ASKED",
                "A person asked for a new version.",
                facts.certificate().plan().nextActionAt()));
  }

  private static Optional<Renew> deadlinePassed(Facts facts, Instant now) {
    return facts
        .current()
        .map(version -> Deadline.of(version.notBefore(), version.notAfter()))
        .filter(deadline -> !deadline.isAfter(now))
        .map(deadline ->
            new Renew(
                "DEADLINE",
                "Its deadline passed on %s; nothing may hold it up any more."
                    .formatted(seconds(deadline)),
                dueAt(facts)));
  }

  /** What a CA advises can bring a renewal forward; it never puts one off. */
  private static Optional<Renew> advised(Facts facts, Instant now) {
    return advisedAt(facts)
        .filter(instant -> !instant.isAfter(now))
        .map(instant ->
            new Renew(
                "RENEWAL_INFORMATION",
                "Its CA wants it renewed %s, %s."
                    .formatted(
                        window(facts).orElseThrow().sentence(),
                        window(facts).orElseThrow().end().isAfter(now)
                            ? "of which " + seconds(instant) + " falls to this version"
                            : "which is past"),
                dueAt(facts)));
  }

  private static Optional<Window> window(Facts facts) {
    return facts.advice().flatMap(Advice::window);
  }

  private static Optional<Instant> advisedAt(Facts facts) {
    return window(facts).map(window -> window.chosen(facts.current().orElseThrow().id()));
  }

  private static Optional<Renew> lifetimeActionDue(Facts facts, Instant now) {
    return facts
        .current()
        .filter(version -> !due(facts, version).isAfter(now))
        .map(version ->
            new Renew(
                "LIFETIME_ACTION",
                "Its lifetime action fell due on %s: renew %s."
                    .formatted(
                        seconds(due(facts, version)),
                        facts.certificate().policy().lifetimeAction().sentence()),
                dueAt(facts)));
  }

  private static Instant due(Facts facts, Version version) {
    return facts
        .certificate()
        .policy()
        .lifetimeAction()
        .due(version.notBefore(), version.notAfter());
  }

  private static Instant dueAt(Facts facts) {
    Version version = facts.current().orElseThrow();
    Instant deadline = Deadline.of(version.notBefore(), version.notAfter());
    Instant own = earlier(due(facts, version), deadline);
    return advisedAt(facts)
        .map(advised -> earlier(own, later(advised, version.notBefore())))
        .orElse(own);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Rest rest(Facts facts) {
    Version version = facts.current().orElseThrow();
    Instant until = dueAt(facts);
    return new Rest(
        until,
        "Version %d is good until %s. %s"
            .formatted(version.number(), seconds(version.notAfter()), next(facts, version, until)));
  }

  private static String next(Facts facts, Version version, Instant until) {
    String own =
        "It renews %s, on %s."
            .formatted(facts.certificate().policy().lifetimeAction().sentence(), seconds(until));
    if (until.isBefore(due(facts, version)) && window(facts).isPresent()) {
      return "Its CA wants it renewed %s, so it renews on %s."
          .formatted(window(facts).get().sentence(), seconds(until));
    }
    return facts.advice().flatMap(Advice::problem).map(problem -> own + " " + problem).orElse(own);
  }

  /** How far back unattended issuances count: a day, or the life of a shorter certificate. */
  static Duration fuseWindow(Optional<Version> current) {
    Duration day = Duration.ofDays(1);
    return current.map(Version::life).filter(life -> life.compareTo(day) < 0).orElse(day);
  }

  private static Optional<Fused> fuse(Facts facts, Instant now) {
    if (facts.certificate().plan().attended() || facts.unattended().size() < FUSE) {
      return Optional.empty();
    }
    Duration window = fuseWindow(facts.current());
    Instant until = facts.unattended().get(facts.unattended().size() - FUSE).plus(window);
    return until.isAfter(now)
        ? Optional.of(
            new Fused(
                until,
                "These names were issued %d times unattended within %s, so something is wrong. It waits until %s, or until you press Retry."
                    .formatted(facts.unattended().size(), Words.of(window), seconds(until))))
        : Optional.empty();
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
