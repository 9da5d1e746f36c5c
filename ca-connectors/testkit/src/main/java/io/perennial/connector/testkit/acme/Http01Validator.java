package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.util.Optional;

/** Decides whether control of a name is proved (RFC 8555, section 8.3). */
@FunctionalInterface
public interface Http01Validator {

  /** Believes everything. */
  Http01Validator TRUSTING = (name, token, keyAuthorization) -> Optional.empty();

  /** Why the proof fails, in words; empty when it holds. */
  Optional<String> objection(Identifier name, String token, String keyAuthorization);
}
