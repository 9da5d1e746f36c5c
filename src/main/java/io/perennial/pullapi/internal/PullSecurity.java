package io.perennial.pullapi.internal;

import io.perennial.web.Listener;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Lets what is below {@code /pull} on the HTTPS port through to the pull API, which authenticates
 * by itself, there as on its own port.
 */
@Configuration(proxyBeanMethods = false)
class PullSecurity {

  @Bean
  @Order(3)
  SecurityFilterChain pull(HttpSecurity http) throws Exception {
    return http.securityMatcher(Listener.HTTPS.below("/pull"))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  SimpleUrlHandlerMapping pullMapping(PullApi api) {
    return new SimpleUrlHandlerMapping(
        Map.of("/pull/**", new HttpsPulls(api)), Ordered.HIGHEST_PRECEDENCE);
  }
}
