package io.perennial.identity;

import io.perennial.access.Principal;
import io.perennial.kernel.VaultId;
import java.util.Optional;

/** Finds out who holds a token that the token endpoints, or an issuer that is trusted, gave out. */
public interface Tokens {

  /**
   * @param bearer the token, as it was shown (RFC 6750)
   * @param resource that is asked for, such as {@code https://vault.example.com:8443}, with or
   *     without a slash at its end
   * @return the application whose token it is
   * @throws io.perennial.kernel.Refusal unauthenticated, saying what is wrong with the token and
   *     never quoting it: its form, algorithm, signature, issuer, tenant, audience or time, or that
   *     its application was revoked
   */
  default Principal verify(String bearer, String resource) {
    return verify(bearer, resource, Optional.empty());
  }

  /**
   * The same at a vault, which may take tokens of outside issuers besides.
   *
   * @param vault that is called, if there is one of that name
   * @return the application whose token it is, or as which its outside subject is known
   */
  Principal verify(String bearer, String resource, Optional<VaultId> vault);
}
