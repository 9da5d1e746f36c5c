package io.perennial.publication;

import io.perennial.access.Credentials;
import io.perennial.access.Principal;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Servers that take certificates. */
public interface Consumers {

  /** What a server does that is nobody here. */
  String ENROL_AGAIN =
      "Enrol this server again: on the page Servers press Invite and run here the command that it"
          + " shows, or give the token of 'perennial enrol NAME' to 'perennial-agent enrol'.";

  /** Registers a server and makes the one-time token with which it enrols. */
  Invitation invite(Principal actor, ObjectName name);

  /**
   * Takes an invitation up.
   *
   * @throws io.perennial.kernel.Refusal when the token is wrong, used or expired
   */
  Enrolled enrol(String token, String hostname);

  /**
   * A new credential; the old one ends when the new one is first used.
   *
   * @throws io.perennial.kernel.Refusal conflict for a server that shows a client certificate
   */
  Enrolled renewCredential(Principal consumer);

  /**
   * Who shows this.
   *
   * @throws io.perennial.kernel.Refusal unauthenticated when it is nobody's, has expired or was
   *     revoked
   */
  Admitted authenticate(Proof proof);

  /** Ends a server's access at once. */
  void revoke(Principal actor, ConsumerId id);

  List<Consumer> list(Principal actor);

  Optional<Consumer> find(Principal actor, ObjectName name);

  /** The consumer that Perennial itself is, for its own certificate. */
  Consumer ourselves();

  /**
   * A server that may ask.
   *
   * @param expiresAt until when its proof is good
   */
  record Admitted(ConsumerId consumer, Principal principal, Instant expiresAt) {}

  /** A registered server and how it enrols. */
  record Invitation(Consumer consumer, Credentials.Issued token) {}

  /** An enrolled server and its credential. */
  record Enrolled(Consumer consumer, Credentials.Issued credential) {}
}
