package io.perennial.protection;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.policy.CertificatePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an issuer beforehand. */
final class Reviews {

  private Reviews() {}

  /**
   * Names are held against the list once, here: a list that was narrowed later stops no renewal.
   *
   * @throws Refusal with the reasons why it would not issue
   */
  static void require(Issuers issuers, Principal actor, Issuer issuer, CertificatePolicy policy) {
    if (!issuers.issuing(issuer)) {
      throw Refusal.invalid(
              "This issuer stands for CAs that are not known here, so it issues nothing. Import the"
                  + " certificate, or choose another issuer.")
          .at("issuer");
    }
    issuer
        .allowedNames()
        .objection(policy.identifiers())
        .ifPresent(objection -> {
          throw Refusal.invalid(
                  ("The issuer %s %s. Choose names among those or another issuer, or have an"
                          + " administrator add them to the issuer's allowed names.")
                      .formatted(issuer.name().value(), objection))
              .at("domains");
        });
    try {
      List<String> objections = issuers.review(actor, issuer, policy.requested());
      if (!objections.isEmpty()) {
        throw Refusal.invalid(String.join(" ", objections))
            .at(culprit(issuers, actor, issuer, policy.requested()));
      }
    } catch (CaMisconfigured wrong) {
      throw Refusal.conflict(
              "The issuer %s cannot be used: %s"
                  .formatted(issuer.name().value(), String.valueOf(wrong.getMessage())))
          .at("issuer");
    }
  }

  /** A connector objects in sentences; what it would grant once changed is what was wrong. */
  private static String culprit(
      Issuers issuers, Principal actor, Issuer issuer, RequestedCertificate asked)
      throws CaMisconfigured {
    Map<String, RequestedCertificate> others = new LinkedHashMap<>();
    others.put(
        "validity",
        new RequestedCertificate(
            asked.identifiers(), asked.keyType(), Optional.empty(), asked.profile()));
    others.put(
        "profile",
        new RequestedCertificate(
            asked.identifiers(), asked.keyType(), asked.validity(), Optional.empty()));
    for (KeyType type : issuers.open(actor, issuer.id()).limits().keyTypes()) {
      others.put(
          "key-type",
          new RequestedCertificate(asked.identifiers(), type, asked.validity(), asked.profile()));
    }
    for (Map.Entry<String, RequestedCertificate> other : others.entrySet()) {
      if (issuers.review(actor, issuer.id(), other.getValue()).isEmpty()) {
        return other.getKey();
      }
    }
    return "domains";
  }
}
