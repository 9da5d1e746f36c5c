package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.web.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.RegisterSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;

/** Turns a visitor's session into a person's: new session id, new token against forgery. */
@Component
class SignIns {

  private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
  private final SessionAuthenticationStrategy session;
  private final SessionRegistry sessions;

  SignIns(SessionRegistry sessions) {
    this.sessions = sessions;
    this.session =
        new CompositeSessionAuthenticationStrategy(
            List.of(
                new ChangeSessionIdAuthenticationStrategy(),
                new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository()),
                new RegisterSessionAuthenticationStrategy(sessions)));
  }

  void begin(Principal person, HttpServletRequest request, HttpServletResponse response) {
    Authenticated authenticated = new Authenticated(person);
    session.onAuthentication(authenticated, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(authenticated);
    SecurityContextHolder.setContext(context);
    contexts.saveContext(context, request, response);
  }

  /** Ends all sessions of a person but this one, whoever holds them. */
  void endOthers(Principal person, HttpSession kept) {
    sessions.getAllSessions(person, false).stream()
        .filter(known -> !known.getSessionId().equals(kept.getId()))
        .forEach(SessionInformation::expireNow);
  }
}
