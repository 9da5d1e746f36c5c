package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.overview.Span;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sign-in with name and password. Wrong name and wrong password look and last the same. */
@Controller
class LoginController {

  private static final String PAGE = "login";

  /** What the request cache adds to what was asked for. */
  private static final String MARK = "&?continue$";

  private static final int MAX_NAME = 127;

  private final Principals principals;
  private final SignIns signIns;
  private final SignInAttempts attempts;
  private final Audit audit;
  private final RequestCache requests = new HttpSessionRequestCache();

  LoginController(Principals principals, SignIns signIns, SignInAttempts attempts, Audit audit) {
    this.principals = principals;
    this.signIns = signIns;
    this.attempts = attempts;
    this.audit = audit;
  }

  @GetMapping("/login")
  String show(Model model) {
    model.addAttribute("name", "");
    return PAGE;
  }

  @PostMapping("/login")
  String signIn(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    String address = request.getRemoteAddr();
    Optional<Duration> wait = attempts.admit(address, name);
    model.addAttribute("name", name);
    if (wait.isPresent()) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      response.setHeader("Retry-After", Long.toString(wait.get().toSeconds() + 1));
      model.addAttribute("problem", tooMany(wait.get()));
      return PAGE;
    }
    Optional<Principal> person = principals.authenticate(name.strip(), password);
    if (person.isEmpty()) {
      audit.denied(shown(name), "sign-in", address);
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      model.addAttribute(
          "problem",
          "The name or the password is wrong. Try again, or make a one-time link on the server with: deploy/perennial admin-link");
      return PAGE;
    }
    attempts.succeeded(address, name);
    audit.record(new AuditEvent(person.get().name(), "sign-in", address, "by password"));
    String next = next(request, response);
    signIns.begin(person.get(), request, response);
    return "redirect:" + next;
  }

  static String tooMany(Duration wait) {
    return "Too many attempts to sign in from your address. Wait %s, then try again."
        .formatted(Span.words(wait.plusSeconds(1)));
  }

  /** Only a path of ours: the address a browser was sent to is not to be trusted beyond that. */
  private String next(HttpServletRequest request, HttpServletResponse response) {
    SavedRequest saved = requests.getRequest(request, response);
    if (saved == null) {
      return "/";
    }
    requests.removeRequest(request, response);
    URI asked = URI.create(saved.getRedirectUrl());
    String path = String.valueOf(asked.getRawPath());
    String query = Optional.ofNullable(asked.getRawQuery()).orElse("").replaceFirst(MARK, "");
    if (!path.startsWith("/") || path.startsWith("//")) {
      return "/";
    }
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String shown(String name) {
    String clean = name.strip().replaceAll("\\p{C}", "?");
    return clean.substring(0, Math.min(clean.length(), MAX_NAME));
  }
}
