package io.perennial.dashboard.internal;

import io.perennial.access.AdministratorLinks;
import io.perennial.access.Principal;
import io.perennial.kernel.Refusal;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The one-time administrator link. Its token stands behind the hash sign, so it reaches neither
 * logs nor proxies; the page's script posts it once.
 */
@Controller
class SetupController {

  private static final String REDEEMED = SetupController.class.getName();

  private final AdministratorLinks links;
  private final SignIns signIns;
  private final SignInAttempts attempts;

  SetupController(AdministratorLinks links, SignIns signIns, SignInAttempts attempts) {
    this.links = links;
    this.signIns = signIns;
    this.attempts = attempts;
  }

  @GetMapping("/setup")
  String show() {
    return "setup";
  }

  @PostMapping("/setup")
  String redeem(
      @RequestParam(defaultValue = "") String token,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<Duration> wait = attempts.admit(request.getRemoteAddr(), "(link)");
    if (wait.isPresent()) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      model.addAttribute("problem", LoginController.tooMany(wait.get()));
      return "setup";
    }
    try {
      Principal administrator = links.redeem(token.strip());
      attempts.succeeded(request.getRemoteAddr(), "(link)");
      signIns.begin(administrator, request, response);
      request.getSession().setAttribute(REDEEMED, true);
      return "redirect:/setup/password";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return "setup";
    }
  }

  @GetMapping("/setup/password")
  String askPassword(HttpSession session) {
    requireRedeemed(session);
    return "password";
  }

  @PostMapping("/setup/password")
  String setPassword(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String again,
      Model model,
      HttpSession session,
      HttpServletResponse response) {
    requireRedeemed(session);
    try {
      if (!password.equals(again)) {
        throw Refusal.invalid("The two passwords differ. Type the same one twice.");
      }
      links.setPassword(actor, password);
      signIns.endOthers(actor, session);
      session.removeAttribute(REDEEMED);
      return "redirect:/";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return "password";
    }
  }

  /** A session that was left open is not enough to take the account over. */
  private static void requireRedeemed(HttpSession session) {
    if (session.getAttribute(REDEEMED) == null) {
      throw Refusal.forbidden(
          "A password is set after a one-time link. Make one on the server with: deploy/perennial admin-link");
    }
  }
}
