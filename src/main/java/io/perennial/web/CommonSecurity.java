package io.perennial.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/** The chains of the plain port and of the socket, and the last one, which denies. */
@Configuration(proxyBeanMethods = false)
class CommonSecurity {

  /** Each filter of each request would be timed, which took a good part of a request's CPU. */
  @Bean
  SecurityObservationSettings unobservedFilters() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  @Order(1)
  SecurityFilterChain plain(HttpSecurity http) throws Exception {
    return stateless(http)
        .securityMatcher(Listener.PLAIN)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/.well-known/acme-challenge/*", "/health/*", "/crl/*")
                .permitAll()
                .anyRequest()
                .denyAll())
        .build();
  }

  /** Whoever may open the socket is root or the service's user. */
  @Bean
  @Order(2)
  SecurityFilterChain control(HttpSecurity http) throws Exception {
    return stateless(http)
        .securityMatcher(Listener.CONTROL)
        .authorizeHttpRequests(
            requests -> requests.requestMatchers("/control/**").permitAll().anyRequest().denyAll())
        .build();
  }

  @Bean
  @Order(Integer.MAX_VALUE)
  SecurityFilterChain nothingElse(HttpSecurity http) throws Exception {
    return stateless(http)
        .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
        .build();
  }

  static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(anonymous -> anonymous.principal("anonymous"));
  }

  /** There are no users but our principals; this keeps the framework from inventing one. */
  @Bean
  UserDetailsService nobody() {
    return name -> {
      throw new UsernameNotFoundException(name);
    };
  }
}
