package io.perennial.dashboard.internal;

import io.perennial.access.ApiToken;
import io.perennial.automation.TokenScopes.Place;
import java.util.Locale;

/**
 * An API token as the page shows it.
 *
 * @param place where it holds, in words
 * @param usable whether it opens anything
 */
record TokenRow(
    String id,
    String name,
    String role,
    String place,
    String state,
    String expires,
    String expiresAt,
    boolean usable) {

  static TokenRow of(ApiToken token, Place place, Moments moments) {
    return new TokenRow(
        token.id().value(),
        token.name().value(),
        token.role().name().toLowerCase(Locale.ROOT),
        place.words(),
        state(token, moments),
        moments.relative(token.expiresAt()),
        Moments.minute(token.expiresAt()),
        token.usable(moments.now()));
  }

  private static String state(ApiToken token, Moments moments) {
    if (token.revokedAt().isPresent()) {
      return "revoked " + moments.ago(token.revokedAt().get());
    }
    if (!token.usable(moments.now())) {
      return "expired";
    }
    return token.usedAt().map(at -> "first used " + moments.ago(at)).orElse("never used");
  }
}
