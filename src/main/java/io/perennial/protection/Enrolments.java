package io.perennial.protection;

import io.perennial.access.Principal;
import io.perennial.certificate.Begin;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Description;
import io.perennial.certificate.NewCertificate;
import io.perennial.certificate.Plan;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.policy.CertificatePolicy;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

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
  private final Clock clock;

  Enrolments(Certificates certificates, Issuers issuers, Issuance issuance, Clock clock) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.issuance = issuance;
    this.clock = clock;
  }

  /**
   * Creates a certificate, or edits the one of that name, and orders a version of it. From an
   * issuer that issues nothing, the order waits for what somebody brings.
   *
   * @return empty where another does the same just now, or an order is open already: nothing was
   *     changed then
   * @throws Refusal that says what is wrong
   */
  public Optional<Certificate> enrol(Principal actor, Enrolment wanted) {
    review(wanted.issuer(), wanted.policy());
    Optional<Certificate> known = known(wanted);
    try {
      Order order =
          issuance.start(
              ENROLMENT,
              wanted.policy(),
              () -> stored(actor, known, wanted),
              new Issuance.Cause(
                  "ASKED",
                  actor.name() + " asked for a version.",
                  true,
                  clock.instant(),
                  Optional.empty()));
      return Optional.of(certificates.get(ENROLMENT, order.certificate()));
    } catch (Busy another) {
      return Optional.empty();
    } catch (Refusal refusal) {
      if (known.isEmpty() && known(wanted).isPresent()) {
        return Optional.empty();
      }
      throw refusal;
    }
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

  private Optional<Certificate> known(Enrolment wanted) {
    return certificates.find(ENROLMENT, wanted.vault(), wanted.name());
  }

  private Certificate stored(Principal actor, Optional<Certificate> known, Enrolment wanted) {
    Certificate certificate =
        known
            .map(one -> edited(actor, one, wanted))
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

  /** Whoever else edits it waits at its row, and then sees that it is another. */
  private Certificate edited(Principal actor, Certificate known, Enrolment wanted) {
    Certificate held = certificates.hold(actor, known.id());
    if (held.policyRevision() != known.policyRevision() || issuance.open(known.id()).isPresent()) {
      throw new Busy();
    }
    return certificates.update(
        actor, known.id(), wanted.issuer().id(), wanted.policy(), Begin.BY_CALLER);
  }

  /** Another is at it; so that the transaction is undone. */
  private static final class Busy extends RuntimeException {}

  /** What is wanted. */
  public record Enrolment(
      VaultId vault,
      ObjectName name,
      Issuer issuer,
      CertificatePolicy policy,
      Description description) {}
}
