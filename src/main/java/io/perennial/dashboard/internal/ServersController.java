package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Consumers;
import io.perennial.publication.Consumers.Invitation;
import io.perennial.web.Statuses;
import io.perennial.web.WebProperties;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Enrolled servers: invites them and ends their access. */
@Controller
class ServersController {

  private final Servers servers;
  private final Consumers consumers;
  private final OwnTrust trust;
  private final WebProperties web;

  ServersController(Servers servers, Consumers consumers, OwnTrust trust, WebProperties web) {
    this.servers = servers;
    this.consumers = consumers;
    this.trust = trust;
    this.web = web;
  }

  @GetMapping("/servers")
  String list(@AuthenticationPrincipal Principal actor, Model model) {
    model.addAttribute("servers", servers.list(actor));
    return "servers";
  }

  /** The token rides to the next page and no further: reloading that page shows none. */
  @PostMapping("/servers")
  String invite(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String name,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    try {
      Invitation invitation = consumers.invite(actor, new ObjectName(name));
      next.addFlashAttribute("invited", invitation.consumer().name().value());
      next.addFlashAttribute("expires", Moments.minute(invitation.token().expiresAt()));
      next.addFlashAttribute("command", command(invitation.token().token()));
      return "redirect:/servers";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      model.addAttribute("typed", name);
      return list(actor, model);
    }
  }

  /** The shell builtin keeps the token out of the list of processes. */
  private String command(String token) {
    return "(umask 077; printf '%%s\\n' '%s' > token) && perennial-agent enrol --server https://%s:%d --ca-file perennial-ca.pem --token-file token"
        .formatted(token, web.hostname(), web.pullPort());
  }

  @PostMapping("/servers/{id}/revoke")
  String revoke(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    consumers.revoke(actor, new ConsumerId(id));
    return "redirect:/servers";
  }

  /** What an agent must trust to speak to this server. */
  @GetMapping("/servers/perennial-ca.pem")
  ResponseEntity<String> roots(@AuthenticationPrincipal Principal actor) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/x-pem-file"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("perennial-ca.pem").build().toString())
        .body(trust.roots(actor));
  }
}
