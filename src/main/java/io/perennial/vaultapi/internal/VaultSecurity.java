package io.perennial.vaultapi.internal;

import io.perennial.access.Principal;
import io.perennial.envelope.Envelope;
import io.perennial.identity.Tokens;
import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import io.perennial.web.Authenticated;
import io.perennial.web.Bearer;
import io.perennial.web.Listener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A vault's host takes access tokens and nothing else. Who has none is told first where to get one,
 * before anything else of the request is looked at: clients send their first request for that.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VaultAuthority.class)
class VaultSecurity {

  @Bean
  @Order(3)
  SecurityFilterChain vaults(
      HttpSecurity http,
      Tokens tokens,
      VaultHosts hosts,
      VaultAuthority authority,
      Envelope envelope,
      VaultErrors errors)
      throws Exception {
    return http.securityMatcher(Listener.HTTPS.below(VaultRequest.PREFIX))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .addFilterBefore(
            new TokenFilter(tokens, hosts, authority, Id.guid(envelope.deployment()), errors),
            AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .build();
  }

  private static final class TokenFilter extends OncePerRequestFilter {

    private final Tokens tokens;
    private final VaultHosts hosts;
    private final VaultAuthority authority;
    private final String tenant;
    private final VaultErrors errors;

    private TokenFilter(
        Tokens tokens,
        VaultHosts hosts,
        VaultAuthority authority,
        String tenant,
        VaultErrors errors) {
      this.tokens = tokens;
      this.hosts = hosts;
      this.authority = authority;
      this.tenant = tenant;
      this.errors = errors;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      String resource = hosts.resource(request.getServerPort());
      Optional<String> sent = Bearer.credential(request.getHeader(HttpHeaders.AUTHORIZATION));
      if (sent.isEmpty()) {
        challenge(request, response, resource, "AKV10000: Request is missing a Bearer token.");
        return;
      }
      Optional<Vault> vault = hosts.at(request.getServerName());
      Principal caller;
      try {
        caller = tokens.verify(sent.get(), resource, vault.map(Vault::id));
      } catch (Refusal refusal) {
        challenge(request, response, resource, refusal.sentence());
        return;
      }
      if (vault.isEmpty()) {
        errors.write(
            response,
            new VaultProblem(
                HttpStatus.NOT_FOUND,
                "VaultNotFound",
                Optional.empty(),
                "There is no vault " + request.getServerName() + "; check its name."));
        return;
      }
      request.setAttribute(VaultRequest.VAULT, vault.get());
      SecurityContextHolder.getContext().setAuthentication(new Authenticated(caller));
      chain.doFilter(request, response);
    }

    /** One equals sign in each part: more confuse some clients. */
    private void challenge(
        HttpServletRequest request, HttpServletResponse response, String resource, String message)
        throws IOException {
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          "Bearer authorization=\"%s\", resource=\"%s\""
              .formatted(
                  authority.at(request.getServerPort(), hosts.at(request.getServerName()), tenant),
                  resource));
      errors.write(
          response,
          new VaultProblem(HttpStatus.UNAUTHORIZED, "Unauthorized", Optional.empty(), message));
    }
  }
}
