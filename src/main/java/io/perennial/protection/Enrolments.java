package io.perennial.protection;

import io.perennial.access.Principal;
import io.perennial.certificate.Begin;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Description;
import io.perennial.certificate.NewCertificate;
import io.perennial.certificate.Plan;
import io.perennial.issuance.Issuance;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.policy.CertificatePolicy;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts orders whose caller watches them: the order stands when the call returns. Elsewhere
 * renewal finds what is due and starts it.
 */
@Service
public class Enrolments {

  private static final Principal ENROLMENT = Principal.system("enrolment");

  private final Certificates certificates;
  private final Issuers issuers;
  private final Issuance issuance;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Enrolments(
      Certificates certificates,
      Issuers issuers,
      Issuance issuance,
      TransactionTemplate transaction,
      Clock clock) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.issuance = issuance;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Creates a certificate, or edits the one of that name, and orders a version of it. From an
   * issuer that issues nothing, the order waits for what somebody brings.
   *
   * @throws Refusal that says what is wrong, or that an order is open already
   */
  public Certificate enrol(Principal actor, Enrolment wanted) {
    review(wanted.issuer(), wanted.policy());
    Certificate certificate =
        Objects.requireNonNull(transaction.execute(status -> stored(actor, wanted)));
    issuance.start(
        ENROLMENT,
        certificate,
        new Issuance.Cause(
            "ASKED",
            actor.name() + " asked for a version.",
            true,
            clock.instant(),
            Optional.empty()));
    return certificate;
  }

  /**
   * Edits what later versions shall be; none is ordered for it.
   *
   * @throws Refusal that says what is wrong
   */
  public Certificate amend(
      Principal actor, Certificate certificate, Issuer issuer, CertificatePolicy policy) {
    review(issuer, policy);
    return certificates.update(actor, certificate.id(), issuer.id(), policy, Begin.LATER);
  }

  /** Gives an open order up, and wants no other in its place. */
  public void cancel(Principal actor, Certificate certificate) {
    certificates.settle(actor, certificate.id());
    String sentence = actor.name() + " cancelled it.";
    issuance.abandon(actor, certificate.id(), sentence);
    certificates.plan(
        ENROLMENT,
        certificate.id(),
        new Plan(clock.instant(), certificate.plan().deadline(), sentence, 0, false));
  }

  /** Whoever may order need not see how issuers are set up. */
  private void review(Issuer issuer, CertificatePolicy policy) {
    if (issuers.issuing(issuer)) {
      Reviews.require(issuers, ENROLMENT, issuer, policy);
    }
  }

  private Certificate stored(Principal actor, Enrolment wanted) {
    Certificate certificate =
        certificates
            .find(ENROLMENT, wanted.vault(), wanted.name())
            .map(known -> edited(actor, known, wanted))
            .orElseGet(() ->
                certificates.create(
                    actor,
                    new NewCertificate(
                        wanted.vault(),
                        wanted.name(),
                        wanted.issuer().id(),
                        wanted.policy(),
                        Map.of()),
                    Begin.BY_CALLER));
    return certificates.describe(actor, certificate.id(), wanted.description());
  }

  private Certificate edited(Principal actor, Certificate known, Enrolment wanted) {
    if (issuance.open(known.id()).isPresent()) {
      throw Refusal.conflict(
          "A version of %s is being issued. Wait for that, or cancel it first."
              .formatted(known.name().value()));
    }
    return certificates.update(
        actor, known.id(), wanted.issuer().id(), wanted.policy(), Begin.BY_CALLER);
  }

  /** What is wanted. */
  public record Enrolment(
      VaultId vault,
      ObjectName name,
      Issuer issuer,
      CertificatePolicy policy,
      Description description) {}
}
