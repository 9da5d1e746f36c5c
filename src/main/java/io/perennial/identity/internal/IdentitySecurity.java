package io.perennial.identity.internal;

import io.perennial.web.Listener;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The chains of the token endpoints and of the documents that lead there. Of Spring's authorization
 * server these are the two filters that read a request for a token; its other endpoints are not
 * here.
 */
@Configuration(proxyBeanMethods = false)
class IdentitySecurity {

  private static final RequestMatcher TOKEN_ENDPOINTS =
      on("/adfs/oauth2/token", "/{tenant}/oauth2/v2.0/token");

  private static final RequestMatcher DOCUMENTS =
      on(
          Discovery.ADFS_CONFIGURATION,
          Discovery.CONFIGURATION,
          Discovery.CONFIGURATION_2,
          Discovery.ADFS_KEYS,
          Discovery.KEYS,
          Discovery.INSTANCE,
          // These look at the token themselves.
          NoSubscriptions.TENANTS,
          NoSubscriptions.SUBSCRIPTIONS);

  @Bean
  @Order(3)
  SecurityFilterChain tokenEndpoints(
      HttpSecurity http,
      ClientAuthentication clients,
      AccessTokens tokens,
      TokenRequests requests,
      Authorities authorities,
      TokenAnswers answers)
      throws Exception {
    ProviderManager providers = new ProviderManager(clients, tokens);
    OAuth2ClientAuthenticationFilter authentication =
        new OAuth2ClientAuthenticationFilter(providers, AnyRequestMatcher.INSTANCE);
    authentication.setAuthenticationConverter(
        new DelegatingAuthenticationConverter(
            List.of(
                new OneProof(),
                new JwtClientAssertionAuthenticationConverter(),
                new ClientSecretBasicAuthenticationConverter(),
                new ClientSecretPostAuthenticationConverter())));
    authentication.setAuthenticationFailureHandler(answers::refused);
    OAuth2TokenEndpointFilter grants = new OAuth2TokenEndpointFilter(providers, "/**");
    grants.setAuthenticationConverter(requests);
    grants.setAuthenticationSuccessHandler(answers::token);
    grants.setAuthenticationFailureHandler(answers::refused);
    return stateless(http)
        .securityMatcher(TOKEN_ENDPOINTS)
        .addFilterBefore(new TokenGate(authorities, answers), SecurityContextHolderFilter.class)
        .addFilterBefore(authentication, AuthorizationFilter.class)
        .addFilterAfter(grants, AuthorizationFilter.class)
        .authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .exceptionHandling(failures -> failures.authenticationEntryPoint(answers::refused))
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain discoveryDocuments(HttpSecurity http) throws Exception {
    return stateless(http)
        .securityMatcher(DOCUMENTS)
        .authorizeHttpRequests(
            all -> all.requestMatchers(HttpMethod.GET).permitAll().anyRequest().denyAll())
        .build();
  }

  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable);
  }

  private static RequestMatcher on(String... paths) {
    return new AndRequestMatcher(
        Listener.HTTPS,
        new OrRequestMatcher(
            Stream.of(paths)
                .<RequestMatcher>map(path -> PathPatternRequestMatcher.pathPattern(path))
                .toList()));
  }
}
