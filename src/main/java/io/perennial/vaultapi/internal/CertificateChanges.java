package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Description;
import io.perennial.certificate.Version;
import io.perennial.protection.Enrolments;
import io.perennial.vaultapi.internal.CertificateBody.Policy;
import io.perennial.vaultapi.internal.CertificateBody.Request;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import io.perennial.vaultapi.internal.PolicyReader.Read;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is said of certificates, and what their next versions shall be. */
@Component
class CertificateChanges {

  private final Certificates certificates;
  private final Enrolments enrolments;
  private final PolicyReader policies;
  private final NamedIssuers issuers;
  private final VaultViews views;

  CertificateChanges(
      Certificates certificates,
      Enrolments enrolments,
      PolicyReader policies,
      NamedIssuers issuers,
      VaultViews views) {
    this.certificates = certificates;
    this.enrolments = enrolments;
    this.policies = policies;
    this.issuers = issuers;
    this.views = views;
  }

  void describe(Call call, Certificate certificate, Description description) {
    if (description.tags().isPresent()
        || description.enabled().isPresent()
        || description.secretForm().isPresent()) {
      certificates.describe(call.caller(), certificate.id(), description);
    }
  }

  void update(Call call, Certificate certificate, Optional<Version> version, Request request) {
    Attributes.require(request.attributes(), version);
    Optional<Policy> policy = Optional.ofNullable(request.policy());
    describe(
        call,
        certificate,
        new Description(
            Optional.ofNullable(request.tags()).map(Attributes::tags),
            Optional.ofNullable(request.attributes()).map(CertificateBody.Attributes::enabled),
            Optional.empty()));
    policy.ifPresent(sent -> amend(call, certificate, sent));
  }

  /** Takes effect at the next version, as in Key Vault. */
  void amend(Call call, Certificate certificate, Policy sent) {
    Read known = new Read(issuers.of(certificate), certificate.policy(), certificate.secretForm());
    Read read = policies.read(call.vault(), sent, Optional.of(known));
    if (!read.policy().equals(known.policy()) || !read.issuer().id().equals(known.issuer().id())) {
      enrolments.amend(call.caller(), certificate, read.issuer(), read.policy());
    }
    if (read.form() != known.form()) {
      describe(
          call,
          certificate,
          new Description(Optional.empty(), Optional.empty(), Optional.of(read.form())));
    }
  }

  Certificate again(Certificate certificate) {
    return certificates.get(Stored.FINDING, certificate.id());
  }

  /** As it is now. */
  Bundle bundle(Call call, Certificate certificate) {
    return views.bundle(call, again(certificate));
  }
}
