package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Protection;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** <em>Protect a domain</em>: one typed name, and everything else has a default. */
@Controller
class ProtectController {

  private final Protection protection;
  private final Issuers issuers;
  private final Servers servers;

  ProtectController(Protection protection, Issuers issuers, Servers servers) {
    this.protection = protection;
    this.issuers = issuers;
    this.servers = servers;
  }

  @GetMapping("/protect")
  String show(@AuthenticationPrincipal Principal actor, Model model) {
    String preferred =
        protection.preferredIssuer(actor).map(issuer -> issuer.name().value()).orElse("");
    return page(actor, ProtectForm.empty(servers.eligible(actor), preferred), model);
  }

  private String page(Principal actor, ProtectForm form, Model model) {
    model.addAttribute("form", form);
    model.addAttribute(
        "issuers",
        issuers.list(actor).stream()
            .filter(issuers::issuing)
            .map(ProtectController::choice)
            .toList());
    model.addAttribute(
        "keyTypes",
        Arrays.stream(KeyType.values()).map(type -> type.name().replace('_', '-')).toList());
    return "protect";
  }

  private static Choice choice(Issuer issuer) {
    return new Choice(
        issuer.name().value(),
        issuer.problem().isPresent()
            ? issuer.name().value() + " (cannot issue now)"
            : issuer.name().value());
  }

  @PostMapping("/protect")
  String protect(
      @AuthenticationPrincipal Principal actor,
      @RequestParam MultiValueMap<String, String> typed,
      Model model,
      HttpServletResponse response) {
    ProtectForm form = ProtectForm.of(servers.eligible(actor), typed);
    try {
      return "redirect:/certificates/" + protection.protect(actor, form.wish()).id().value();
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return page(actor, form, model);
    }
  }

  /** An entry of a list. */
  record Choice(String value, String label) {}
}
