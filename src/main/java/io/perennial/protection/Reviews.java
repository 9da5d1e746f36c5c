package io.perennial.protection;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.policy.CertificatePolicy;
import java.util.List;

/** Asks an issuer beforehand. */
final class Reviews {

  private Reviews() {}

  /**
   * @throws Refusal with the reasons why it would not issue
   */
  static void require(Issuers issuers, Principal actor, Issuer issuer, CertificatePolicy policy) {
    List<String> objections;
    try {
      objections = issuers.review(actor, issuer.id(), policy.requested());
    } catch (CaMisconfigured wrong) {
      throw Refusal.conflict(
          "The issuer %s cannot be used: %s"
              .formatted(issuer.name().value(), String.valueOf(wrong.getMessage())));
    }
    if (!objections.isEmpty()) {
      throw Refusal.invalid(String.join(" ", objections));
    }
  }
}
