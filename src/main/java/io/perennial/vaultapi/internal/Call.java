package io.perennial.vaultapi.internal;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.web.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Who calls which vault. */
record Call(Principal caller, Vault vault, HttpServletRequest request) {

  /** Under which ids begin: as the client wrote it. */
  String base() {
    return base(request);
  }

  static String base(HttpServletRequest request) {
    int port = request.getServerPort();
    return "https://" + request.getServerName() + (port == 443 ? "" : ":" + port);
  }

  Scope scope() {
    return Scope.vault(vault.id());
  }

  /** From what the security chain has found out. */
  static final class Resolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Call.class;
    }

    @Override
    public Call resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest web,
        @Nullable WebDataBinderFactory binders) {
      HttpServletRequest request =
          Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
      if (request.getUserPrincipal() instanceof Authenticated caller
          && request.getAttribute(VaultRequest.VAULT) instanceof Vault vault) {
        return new Call(caller.getPrincipal(), vault, request);
      }
      throw Refusal.notFound("Vaults answer under their own host names only.");
    }
  }
}
