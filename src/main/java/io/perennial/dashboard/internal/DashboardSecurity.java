package io.perennial.dashboard.internal;

import io.perennial.web.Listener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.session.HttpSessionEventPublisher;

/** People sign in with a session, and every change that they ask for carries its token. */
@Configuration(proxyBeanMethods = false)
class DashboardSecurity {

  static final String COOKIE = "perennial-session";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
          + " 'none'";

  private static final int UNLIMITED = -1;
  private static final long YEAR_SECONDS = 31_536_000;

  /**
   * What is not named here is denied: controllers of other listeners answer under other paths of
   * the same servlet.
   */
  @Bean
  @Order(4)
  SecurityFilterChain dashboard(HttpSecurity http, SessionRegistry sessions, Clock clock)
      throws Exception {
    return http.securityMatcher(Listener.HTTPS)
        .csrf(Customizer.withDefaults())
        .headers(DashboardSecurity::headers)
        .requestCache(cache -> cache.requestCache(pagesOnly()))
        .logout(logout ->
            logout.logoutUrl("/logout").logoutSuccessUrl("/login?ended").deleteCookies(COOKIE))
        .sessionManagement(management ->
            management
                .maximumSessions(UNLIMITED)
                .sessionRegistry(sessions)
                .expiredUrl("/login?ended"))
        .addFilterBefore(new IdleLimit(clock), SecurityContextHolderFilter.class)
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(DashboardSecurity::signInFirst))
        .authorizeHttpRequests(DashboardSecurity::rules)
        .build();
  }

  private static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .dispatcherTypeMatchers(DispatcherType.ERROR)
        .permitAll()
        .requestMatchers("/login", "/setup", "/assets/**", "/webjars/**")
        .permitAll()
        .requestMatchers(
            "/",
            "/live/**",
            "/setup/password",
            "/certificates/**",
            "/vaults/**",
            "/deleted-vaults/**",
            "/protect",
            "/import",
            "/servers/**",
            "/issuers/**",
            "/tokens/**",
            "/audit")
        .authenticated()
        .anyRequest()
        .denyAll();
  }

  /** Knows every session, so that a new password can end those that an old one began. */
  @Bean
  SessionRegistry sessions() {
    return new SessionRegistryImpl();
  }

  @Bean
  HttpSessionEventPublisher sessionEvents() {
    return new HttpSessionEventPublisher();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
        .httpStrictTransportSecurity(
            strict -> strict.maxAgeInSeconds(YEAR_SECONDS).includeSubDomains(false))
        .addHeaderWriter(new UnhashedFiles());
  }

  @SuppressWarnings("NullAway") // documented: null means no parameter
  private static HttpSessionRequestCache pagesOnly() {
    HttpSessionRequestCache cache = new HttpSessionRequestCache();
    cache.setRequestMatcher(request ->
        request.getMethod().equals("GET")
            && !isFragment(request)
            && String.valueOf(request.getHeader("Accept")).contains("text/html"));
    return cache;
  }

  private static boolean isFragment(HttpServletRequest request) {
    return request.getHeader("HX-Request") != null;
  }

  /** A redirect would be followed unseen and put the login page inside the page that polls. */
  private static void signInFirst(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (isFragment(request)) {
      response.setHeader("HX-Redirect", "/login?ended");
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      response.sendRedirect("/login");
    }
  }
}
