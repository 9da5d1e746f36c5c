package io.perennial.access;

import java.time.Duration;

/** The one-time link with which the first administrator, or one who is locked out, signs in. */
public interface AdministratorLinks {

  /** How long a link can be used. */
  Duration LIFE = Duration.ofMinutes(15);

  /** Whether nobody can sign in with a password yet. */
  boolean needed();

  /** Makes a link's token. Anyone who runs the command line may. */
  Credentials.Issued create(Principal actor);

  /**
   * Uses a token up.
   *
   * @return the administrator as whom to sign in and set a password
   * @throws io.perennial.kernel.Refusal when it is wrong, used or expired
   */
  Principal redeem(String token);

  /** Sets the administrator's password, after a link was redeemed. */
  void setPassword(Principal administrator, CharSequence password);
}
