package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Slice;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Tokens with which programs use the management API; each is a principal with one role. */
public interface ApiTokens {

  /** How long a token lives when nobody says. */
  Duration USUAL = Duration.ofDays(90);

  /** How long it may live. */
  Duration LONGEST = Duration.ofDays(365);

  /** The roles that a token can hold. None of them reads private keys. */
  Set<Role> ROLES = Set.of(Role.READER, Role.OPERATOR, Role.ADMINISTRATOR);

  /**
   * Makes a token. Whoever does must manage access where the token holds.
   *
   * @throws io.perennial.kernel.Refusal when the name was used before, or the life is too long
   */
  Created create(Principal actor, Wanted wanted);

  /** All of them by name, spent ones too. */
  Page<ApiToken> page(Principal actor, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  ApiToken get(Principal actor, PrincipalId id);

  Optional<ApiToken> find(Principal actor, ObjectName name);

  /** Ends a token at once. */
  ApiToken revoke(Principal actor, PrincipalId id);

  /** Whose token this is; empty when it is none, has expired or was revoked. */
  Optional<Principal> authenticate(String token);

  /**
   * What is wanted.
   *
   * @param role one of {@link #ROLES}
   * @param life at most {@link #LONGEST}
   */
  record Wanted(ObjectName name, Role role, Scope scope, Duration life) {}

  /** A token, the only time that it is seen. */
  record Created(ApiToken token, Credentials.Issued issued) {}
}
