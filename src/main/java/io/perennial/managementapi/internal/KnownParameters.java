package io.perennial.managementapi.internal;

import io.perennial.kernel.Nearest;
import io.perennial.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses a misspelt filter, which would otherwise list everything. */
@Configuration(proxyBeanMethods = false)
class KnownParameters implements WebMvcConfigurer, HandlerInterceptor {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/v1/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      List<String> known =
          Arrays.stream(method.getMethodParameters())
              .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
              .map(parameter -> Objects.requireNonNull(parameter.getParameter().getName()))
              .sorted()
              .toList();
      request.getParameterMap().keySet().stream()
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(unknown -> refuse(unknown, known));
    }
    return true;
  }

  private static void refuse(String unknown, List<String> known) {
    throw Refusal.invalid(
        "There is no parameter '%s' here.%s"
            .formatted(
                unknown.length() > 80 ? unknown.substring(0, 80) + "…" : unknown,
                Nearest.of(unknown, known)
                    .map(near -> " Did you mean '" + near + "'?")
                    .orElse(
                        known.isEmpty() ? "" : " There are: " + String.join(", ", known) + ".")));
  }
}
