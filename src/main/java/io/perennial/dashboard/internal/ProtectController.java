package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** <em>Protect a domain</em>: one typed name, and everything else has a default. */
@Controller
class ProtectController {

  private final Protection protection;
  private final PolicyChoices choices;
  private final VaultChoices vaults;
  private final Servers servers;

  ProtectController(
      Protection protection, PolicyChoices choices, VaultChoices vaults, Servers servers) {
    this.protection = protection;
    this.choices = choices;
    this.vaults = vaults;
    this.servers = servers;
  }

  @GetMapping("/protect")
  String show(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String vault,
      Model model) {
    String preferred =
        protection.preferredIssuer(actor).map(issuer -> issuer.name().value()).orElse("");
    return page(actor, ProtectForm.empty(vault, servers.eligible(actor), preferred), model);
  }

  private String page(Principal actor, ProtectForm form, Model model) {
    model.addAttribute("form", form);
    model.addAttribute("vaults", vaults.names(actor));
    choices.fill(actor, form.issuer(), model);
    return "protect";
  }

  /** The key types that an issuer takes, for the form in which it was just chosen. */
  @GetMapping("/live/key-types")
  String keyTypes(
      @AuthenticationPrincipal Principal actor,
      @RequestParam MultiValueMap<String, String> typed,
      Model model) {
    page(actor, ProtectForm.of(List.of(), typed), model);
    return "fragments :: keyTypes";
  }

  @PostMapping("/protect")
  String protect(
      @AuthenticationPrincipal Principal actor,
      @RequestParam MultiValueMap<String, String> typed,
      Model model,
      HttpServletResponse response) {
    ProtectForm form = ProtectForm.of(servers.eligible(actor), typed);
    try {
      return "redirect:/certificates/"
          + protection.protect(actor, form.vault(), form.wish()).id().value();
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      model.addAttribute("wrong", refusal.field().orElse("domains"));
      return page(actor, form, model);
    }
  }
}
