package io.perennial.managementapi.internal;

import io.perennial.access.ApiTokens;
import io.perennial.access.Principal;
import io.perennial.web.Authenticated;
import io.perennial.web.Bearer;
import io.perennial.web.Listener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Programs authenticate with a bearer token (RFC 6750) and with nothing else; no session. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

  private static final String TOKEN_NEEDED =
      "The API token is missing, has expired or was revoked. Make one on the dashboard under API"
          + " tokens, or on the server with: deploy/perennial token create";

  @Bean
  @Order(3)
  SecurityFilterChain managementApi(HttpSecurity http, ApiTokens tokens, JsonMapper json)
      throws Exception {
    ProblemWriter problems = new ProblemWriter(json);
    return http.securityMatcher(Listener.HTTPS.below("/api"))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(new BearerFilter(tokens), AuthorizationFilter.class)
        .addFilterAfter(new BodyLimit(problems), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(HttpMethod.GET, "/api/v1/openapi.json")
                .permitAll()
                .requestMatchers("/api/v1/**")
                .authenticated()
                .anyRequest()
                .denyAll())
        .exceptionHandling(failures ->
            failures
                .authenticationEntryPoint(
                    (request, response, reason) -> unauthenticated(problems, request, response))
                .accessDeniedHandler((request, response, reason) ->
                    problems.write(
                        response,
                        HttpStatus.NOT_FOUND,
                        "There is nothing here. The API is described at"
                            + " /api/v1/openapi.json.")))
        .build();
  }

  private static void unauthenticated(
      ProblemWriter problems, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean sent = credential(request).isPresent();
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        sent
            ? "Bearer realm=\"perennial\", error=\"invalid_token\""
            : "Bearer realm=\"perennial\"");
    problems.write(response, HttpStatus.UNAUTHORIZED, TOKEN_NEEDED);
  }

  private static Optional<String> credential(HttpServletRequest request) {
    return Bearer.credential(request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  private static final class BearerFilter extends OncePerRequestFilter {

    private final ApiTokens tokens;

    private BearerFilter(ApiTokens tokens) {
      this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      credential(request).flatMap(tokens::authenticate).ifPresent(BearerFilter::remember);
      chain.doFilter(request, response);
    }

    private static void remember(Principal principal) {
      SecurityContextHolder.getContext().setAuthentication(new Authenticated(principal));
    }
  }
}
