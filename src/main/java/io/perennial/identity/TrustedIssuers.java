package io.perennial.identity;

import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import java.util.List;

/** Outside issuers that vaults trust, one audience each. */
public interface TrustedIssuers {

  /** How many a vault has. */
  int MOST = 10;

  /**
   * From now on the vault takes the issuer's tokens; another audience or claim replaces what was
   * said of that issuer before.
   *
   * @param issuer an https address, exactly as its tokens write it
   * @param claim empty: {@code oid}, or {@code sub} where there is none
   * @throws io.perennial.kernel.Refusal when there is no such vault, or a text has another form
   */
  TrustedIssuer trust(
      Principal actor, ObjectName vault, String issuer, String audience, String claim);

  /** Of one vault, by issuer. */
  List<TrustedIssuer> list(Principal actor, ObjectName vault);

  /**
   * Its tokens are refused from now on.
   *
   * @throws io.perennial.kernel.Refusal when the vault trusts no such issuer
   */
  TrustedIssuer remove(Principal actor, ObjectName vault, String issuer);
}
