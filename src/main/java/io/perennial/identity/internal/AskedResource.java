package io.perennial.identity.internal;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;

/**
 * Reads of a token request what the token is to be good for: the scope {@code RESOURCE/.default},
 * or the older parameter {@code resource}. The one resource is where the vaults are.
 */
@Component
class AskedResource {

  static final String PARAMETER = "resource";
  static final String DEFAULT = "/.default";

  /** For people who sign in; clients send them along with every request. */
  private static final Set<String> OPENID = Set.of("openid", "profile", "offline_access");

  private final PublicNames names;

  AskedResource(PublicNames names) {
    this.names = names;
  }

  /**
   * @param resource the parameter's value, if there was one
   * @throws OAuth2AuthenticationException with {@code invalid_scope} when it is not the one, or
   *     more than one
   */
  Resource of(Set<String> scopes, @Nullable Object resource) {
    Set<Optional<Resource>> asked = new LinkedHashSet<>();
    scopes.stream().filter(scope -> !OPENID.contains(scope)).map(this::scoped).forEach(asked::add);
    if (resource != null) {
      asked.add(resource instanceof String text ? ours(text) : Optional.empty());
    }
    if (asked.size() != 1) {
      throw refused();
    }
    return asked.iterator().next().orElseThrow(this::refused);
  }

  private Optional<Resource> scoped(String scope) {
    return scope.endsWith(DEFAULT)
        ? ours(scope.substring(0, scope.length() - DEFAULT.length()))
        : Optional.empty();
  }

  private Optional<Resource> ours(String text) {
    return Resource.parse(text).filter(known -> known.at(names.vaultDomain()));
  }

  private OAuth2AuthenticationException refused() {
    return new OAuth2AuthenticationException(
        new OAuth2Error(
            OAuth2ErrorCodes.INVALID_SCOPE,
            "Ask for one scope, https://%s/.default, with the port that vaults have here."
                .formatted(names.vaultDomain()),
            null));
  }
}
