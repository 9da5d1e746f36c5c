package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Protection;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Edits what is wanted of a certificate; of two who edit at once, the second is told. */
@Controller
class EditController {

  private final Certificates certificates;
  private final Protection protection;
  private final Issuers issuers;
  private final PolicyChoices choices;

  EditController(
      Certificates certificates, Protection protection, Issuers issuers, PolicyChoices choices) {
    this.certificates = certificates;
    this.protection = protection;
    this.issuers = issuers;
    this.choices = choices;
  }

  @GetMapping("/certificates/{id}/edit")
  String show(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    Certificate certificate = certificates.get(actor, new CertificateId(id));
    Issuer issuer = issuers.get(actor, certificate.issuer());
    String chosen =
        issuers.issuing(issuer)
            ? issuer.name().value()
            : protection.preferredIssuer(actor).map(one -> one.name().value()).orElse("");
    return page(
        actor,
        certificate,
        ProtectForm.of(certificate, chosen),
        certificate.policyRevision(),
        model);
  }

  private String page(
      Principal actor, Certificate certificate, ProtectForm form, long revision, Model model) {
    choices.fill(actor, form.issuer(), model);
    model.addAttribute("form", form);
    model.addAttribute("id", certificate.id().value());
    model.addAttribute("name", certificate.name().value());
    model.addAttribute("revision", revision);
    model.addAttribute("watched", !issuers.issuing(issuers.get(actor, certificate.issuer())));
    return "edit";
  }

  @PostMapping("/certificates/{id}/edit")
  String edit(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestParam long revision,
      @RequestParam MultiValueMap<String, String> typed,
      Model model,
      HttpServletResponse response) {
    CertificateId certificate = new CertificateId(id);
    ProtectForm form = ProtectForm.of(List.of(), typed);
    try {
      protection.edit(actor, certificate, form.wish(), Expected.of(revision));
      return "redirect:/certificates/" + certificate.value();
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      model.addAttribute("wrong", refusal.field().orElse(""));
      model.addAttribute("stale", refusal.kind() == Refusal.Kind.STALE);
      return page(actor, certificates.get(actor, certificate), form, revision, model);
    }
  }
}
