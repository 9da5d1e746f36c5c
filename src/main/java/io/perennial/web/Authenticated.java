package io.perennial.web;

import io.perennial.access.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** Who asks, once that is known. What they may do is the authorizer's business alone. */
public final class Authenticated extends AbstractAuthenticationToken {

  private final transient Principal principal;

  public Authenticated(Principal principal) {
    super(AuthorityUtils.NO_AUTHORITIES);
    this.principal = principal;
    setAuthenticated(true);
  }

  @Override
  public Principal getPrincipal() {
    return principal;
  }

  @Override
  public Object getCredentials() {
    return List.of();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Authenticated that && principal.equals(that.principal);
  }

  @Override
  public int hashCode() {
    return principal.hashCode();
  }
}
