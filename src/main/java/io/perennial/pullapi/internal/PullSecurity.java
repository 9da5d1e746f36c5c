package io.perennial.pullapi.internal;

import io.perennial.access.Principal;
import io.perennial.publication.Consumers;
import io.perennial.web.Authenticated;
import io.perennial.web.Listener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Servers authenticate with the bearer credential (RFC 6750) that enrolling gave them. */
@Configuration(proxyBeanMethods = false)
class PullSecurity {

  private static final String SCHEME = "Bearer ";

  @Bean
  @Order(3)
  SecurityFilterChain pull(HttpSecurity http, Consumers consumers) throws Exception {
    return http.securityMatcher(Listener.HTTPS.below("/pull"))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(new BearerFilter(consumers), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(HttpMethod.POST, "/pull/v1/enrol")
                .permitAll()
                .anyRequest()
                .authenticated())
        .exceptionHandling(failures ->
            failures.authenticationEntryPoint(
                (request, response, reason) -> unauthenticated(response)))
        .build();
  }

  private static void unauthenticated(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer realm=\"perennial\"");
    response.setContentType("application/problem+json");
    response
        .getWriter()
        .write(
            """
            {"title":"Unauthorized","status":401,"detail":"The credential is missing, has expired or was revoked. Enrol this server again."}\
            """);
  }

  private static final class BearerFilter extends OncePerRequestFilter {

    private final Consumers consumers;

    private BearerFilter(Consumers consumers) {
      this.consumers = consumers;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      credential(request.getHeader("Authorization"))
          .flatMap(consumers::authenticate)
          .ifPresent(BearerFilter::remember);
      chain.doFilter(request, response);
    }

    private static Optional<String> credential(@Nullable String header) {
      return Optional.ofNullable(header)
          .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
          .map(value -> value.substring(SCHEME.length()).strip());
    }

    private static void remember(Principal principal) {
      SecurityContextHolder.getContext().setAuthentication(new Authenticated(principal));
    }
  }
}
