package io.perennial.identity;

import io.perennial.access.Principal;

/** Finds out who holds a token that the token endpoints gave out. */
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
  Principal verify(String bearer, String resource);
}
