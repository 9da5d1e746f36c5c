package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish.ServerWish;
import io.perennial.publication.Bindings;
import io.perennial.renewal.Renewal;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of certificates, the page of each, and what can be done there. */
@Controller
class CertificatesController {

  private final CertificateViews views;
  private final Servers servers;
  private final Renewal renewal;
  private final Protection protection;
  private final Bindings bindings;

  CertificatesController(
      CertificateViews views,
      Servers servers,
      Renewal renewal,
      Protection protection,
      Bindings bindings) {
    this.views = views;
    this.servers = servers;
    this.renewal = renewal;
    this.protection = protection;
    this.bindings = bindings;
  }

  @GetMapping("/certificates")
  String list(@AuthenticationPrincipal Principal actor, Model model) {
    model.addAttribute("certificates", views.list(actor));
    return "certificates";
  }

  @GetMapping("/certificates/{id}")
  String page(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    return page(actor, new CertificateId(id), new ServerWish("", "", ""), model);
  }

  private String page(Principal actor, CertificateId id, ServerWish typed, Model model) {
    model.addAttribute("view", views.view(actor, id));
    model.addAttribute("servers", servers.eligible(actor));
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
      return "redirect:/certificates/" + id;
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return page(actor, certificate, wish, model);
    }
  }

  @PostMapping("/certificates/{id}/bindings/{binding}/remove")
  String unbind(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String binding) {
    bindings.unbind(actor, new BindingId(binding));
    return "redirect:/certificates/" + new CertificateId(id).value();
  }
}
