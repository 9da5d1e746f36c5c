package io.perennial.identity;

import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import java.util.List;

/**
 * What outside issuers call applications: a Kubernetes cluster's tokens for its workloads, which
 * are exchanged for ours, and the access tokens that a vault takes as they are.
 */
public interface FederatedIdentities {

  /** How many an application has. */
  int MOST = 20;

  /**
   * One that is known already stays as it is.
   *
   * @param issuer an https address, exactly as its tokens write it
   * @throws io.perennial.kernel.Refusal when there is no such application, it was revoked, a text
   *     has another form, or another application is known by these already
   */
  FederatedIdentity trust(
      Principal actor, ClientId application, String issuer, String subject, String audience);

  /** Of one application, the newest first. */
  List<FederatedIdentity> list(Principal actor, ClientId application);

  /**
   * Ends one at once. Tokens of ours that it was used for hold until they expire.
   *
   * @throws io.perennial.kernel.Refusal when the application has none of that id
   */
  FederatedIdentity remove(Principal actor, ClientId application, String id);
}
