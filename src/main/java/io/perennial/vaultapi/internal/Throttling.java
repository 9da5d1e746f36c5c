package io.perennial.vaultapi.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vault;
import io.perennial.web.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells a client that asks one vault too often when to ask again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VaultLimits.class)
class Throttling implements WebMvcConfigurer, HandlerInterceptor {

  /** Beyond these, whoever was quiet longest begins anew with a full bucket. */
  private static final int CLIENTS = 50_000;

  private static final Duration QUIET = Duration.ofSeconds(30);

  private enum Kind {
    TRANSACTION,
    KEY_CREATION,
    SECRET_CREATION
  }

  private record Key(VaultId vault, PrincipalId client, Kind kind) {}

  private final VaultLimits limits;
  private final Clock clock;
  private final Cache<Key, TokenBucket> buckets =
      Caffeine.newBuilder().maximumSize(CLIENTS).expireAfterAccess(QUIET).build();

  Throttling(VaultLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns(VaultRequest.PREFIX + "/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getUserPrincipal() instanceof Authenticated caller
        && request.getAttribute(VaultRequest.VAULT) instanceof Vault vault) {
      for (Kind kind : kinds(request)) {
        TokenBucket bucket =
            buckets.get(
                new Key(vault.id(), caller.getPrincipal().id(), kind),
                unknown -> new TokenBucket(limit(kind), clock.instant()));
        Duration wait = bucket.take(clock.instant());
        if (wait.isPositive()) {
          throw throttled(response, wait);
        }
      }
    }
    return true;
  }

  private static Set<Kind> kinds(HttpServletRequest request) {
    String path = request.getRequestURI().substring(VaultRequest.PREFIX.length());
    if (request.getMethod().equals("POST") && path.endsWith("/create")) {
      return EnumSet.of(Kind.KEY_CREATION, Kind.TRANSACTION);
    }
    if (request.getMethod().equals("PUT") && path.startsWith("/secrets/")) {
      return EnumSet.of(Kind.SECRET_CREATION, Kind.TRANSACTION);
    }
    return EnumSet.of(Kind.TRANSACTION);
  }

  private int limit(Kind kind) {
    return switch (kind) {
      case TRANSACTION -> limits.transactions();
      case KEY_CREATION -> limits.keyCreations();
      case SECRET_CREATION -> limits.secretCreations();
    };
  }

  private static VaultProblem throttled(HttpServletResponse response, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return new VaultProblem(
        HttpStatus.TOO_MANY_REQUESTS,
        "Throttled",
        Optional.empty(),
        "Request was not processed because too many requests were received. Try again in %d seconds."
            .formatted(seconds));
  }
}
