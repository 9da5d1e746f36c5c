package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Programs that show a client id and a client secret for tokens (RFC 6749, section 4.4). An
 * application has several secrets side by side, so that one is exchanged without a gap.
 */
public interface Applications {

  /** How long a secret lives when nobody says. */
  Duration USUAL = Duration.ofDays(180);

  /** How long it may live. */
  Duration LONGEST = Duration.ofDays(730);

  /**
   * Makes an application that holds no role and no secret yet.
   *
   * @throws io.perennial.kernel.Refusal when the name was used before
   */
  Application register(Principal actor, ObjectName name);

  /** All of them by name, revoked ones too. */
  Page<Application> page(Principal actor, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Application get(Principal actor, ClientId application);

  Optional<Application> find(Principal actor, ObjectName name);

  /** Its secrets, the newest first, spent ones too. */
  List<ClientSecret> secrets(Principal actor, ClientId application);

  /**
   * Makes a secret, the only time that it is seen.
   *
   * @param life at most {@link #LONGEST}
   * @throws io.perennial.kernel.Refusal when there is no such application, it was revoked, or the
   *     life is too long
   */
  Credentials.Issued addSecret(Principal actor, ClientId application, Duration life);

  /**
   * Ends a secret at once. Tokens that it was shown for hold until they expire.
   *
   * @param secret as {@link ClientSecret#id()} tells
   * @throws io.perennial.kernel.Refusal when the application has none of that id, or it was revoked
   *     before
   */
  void revokeSecret(Principal actor, ClientId application, String secret);

  /** Ends an application for good: its secrets, and the tokens that it holds, at once. */
  Application revoke(Principal actor, ClientId application);

  /**
   * Who shows this id and this secret; takes as long for an application that does not exist.
   *
   * @return empty when they do not belong together, or the secret has expired or was revoked
   */
  Optional<Principal> authenticate(String clientId, String secret);

  /** The application that a principal is, revoked or not; for messages and lists. */
  Optional<Application> of(PrincipalId principal);

  /** As whom the application acts; empty when there is none or it was revoked. */
  Optional<Principal> standing(ClientId application);
}
