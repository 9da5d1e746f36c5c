package io.perennial.vaultapi.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What all routes have in common. All versions of the data plane behave alike here; one that was
 * never published is refused.
 */
@Configuration(proxyBeanMethods = false)
class ApiVersions implements WebMvcConfigurer {

  static final String PARAMETER = "api-version";
  static final String NEWEST = "2026-04-01";

  private static final List<String> KNOWN =
      List.of("7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "2025-07-01", NEWEST);

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Check()).addPathPatterns(VaultRequest.PREFIX + "/**");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new Call.Resolver());
  }

  private static final class Check implements HandlerInterceptor {

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      @Nullable String sent = request.getParameter(PARAMETER);
      if (sent == null || !known(sent)) {
        throw VaultProblem.badParameter(
            "The query parameter api-version is missing or unknown; send one of "
                + String.join(", ", KNOWN)
                + ".");
      }
      return true;
    }

    /** A preview of a version is taken for the version. */
    private static boolean known(String version) {
      return KNOWN.contains(version.replaceFirst("-preview(\\.[0-9])?$", ""))
          || version.equals("2026-07-01-preview");
    }
  }
}
