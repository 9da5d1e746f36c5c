package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish.ServerWish;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers.Invitation;
import io.perennial.renewal.Renewal;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of each certificate, and what can be done there. */
@Controller
class CertificatesController {

  private final CertificateViews views;
  private final Beside beside;
  private final Renewal renewal;
  private final Protection protection;
  private final Bindings bindings;
  private final EnrolCommand command;

  CertificatesController(
      CertificateViews views,
      Beside beside,
      Renewal renewal,
      Protection protection,
      Bindings bindings,
      EnrolCommand command) {
    this.views = views;
    this.beside = beside;
    this.renewal = renewal;
    this.protection = protection;
    this.bindings = bindings;
    this.command = command;
  }

  @GetMapping("/certificates/{id}")
  String page(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    return page(actor, new CertificateId(id), new ServerWish("", "", ""), "", model);
  }

  /**
   * @param form which of the two forms for a server was sent: {@code pick}, {@code invite} or none
   */
  private String page(
      Principal actor, CertificateId id, ServerWish typed, String form, Model model) {
    model.addAttribute("view", views.view(actor, id));
    model.addAttribute("form", form);
    model.addAttribute("servers", beside.servers().eligible(actor));
    model.addAttribute("keys", beside.keys().of(actor, id).stream().toList());
    model.addAttribute("typed", typed);
    model.addAttribute("reasons", RevocationController.reasons());
    return "certificate";
  }

  @GetMapping("/live/certificates/{id}")
  String live(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    model.addAttribute("view", views.view(actor, new CertificateId(id)));
    return "certificate :: live";
  }

  @PostMapping("/certificates/{id}/renew")
  String renew(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    renewal.renewNow(actor, new CertificateId(id));
    return "redirect:/certificates/" + id;
  }

  @PostMapping("/certificates/{id}/retry")
  String retry(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    renewal.retry(actor, new CertificateId(id));
    return "redirect:/certificates/" + id;
  }

  @PostMapping("/certificates/{id}/bindings")
  String bind(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String server,
      @RequestParam(defaultValue = "") String address,
      @RequestParam(defaultValue = "") String port,
      Model model,
      HttpServletResponse response) {
    CertificateId certificate = new CertificateId(id);
    ServerWish wish = new ServerWish(server, address, port);
    try {
      protection.bind(actor, certificate, wish);
      return "redirect:/certificates/" + certificate.value();
    } catch (Refusal refusal) {
      return refused(actor, certificate, wish, "pick", refusal, model, response);
    }
  }

  /** The token rides to the next page and no further: reloading that page shows none. */
  @PostMapping("/certificates/{id}/servers")
  String invite(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    CertificateId certificate = new CertificateId(id);
    ServerWish wish =
        new ServerWish(
            typed.getOrDefault("server", ""),
            typed.getOrDefault("address", ""),
            typed.getOrDefault("port", ""));
    try {
      Invitation invitation = protection.invite(actor, certificate, wish);
      next.addFlashAttribute("invited", invitation.consumer().name().value());
      next.addFlashAttribute("expires", Moments.minute(invitation.token().expiresAt()));
      next.addFlashAttribute("command", command.of(actor, invitation.token().token(), certificate));
      return "redirect:/certificates/" + certificate.value();
    } catch (Refusal refusal) {
      return refused(actor, certificate, wish, "invite", refusal, model, response);
    }
  }

  private String refused(
      Principal actor,
      CertificateId certificate,
      ServerWish typed,
      String form,
      Refusal refusal,
      Model model,
      HttpServletResponse response) {
    response.setStatus(Statuses.of(refusal).value());
    model.addAttribute("problem", refusal.sentence());
    model.addAttribute("wrong", refusal.field().orElse("server"));
    return page(actor, certificate, typed, form, model);
  }

  @PostMapping("/certificates/{id}/bindings/{binding}/remove")
  String unbind(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String binding) {
    bindings.unbind(actor, new BindingId(binding));
    return "redirect:/certificates/" + new CertificateId(id).value();
  }

  /** What stands on the page beside the certificate itself. */
  @Component
  record Beside(Servers servers, KeySection keys) {}
}
