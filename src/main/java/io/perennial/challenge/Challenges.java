package io.perennial.challenge;

import io.perennial.access.Principal;
import io.perennial.connector.Instruction;
import io.perennial.kernel.OrderId;
import java.util.List;
import java.util.Optional;

/** What CAs want proved right now. */
public interface Challenges {

  /**
   * Makes exactly these stand for an order: new ones are performed, others undone. Joins the
   * caller's transaction, because here a performed challenge is a row.
   *
   * @throws io.perennial.kernel.Refusal when one is of a kind that cannot be performed
   */
  void stand(Principal actor, OrderId order, List<Instruction> instructions);

  /** The key authorization to serve for a live http-01 token (RFC 8555, section 8.3). */
  Optional<String> httpAnswer(String token);

  /** How many stand, for the janitor's and the operators' eyes. */
  int standing();

  /** Removes those whose time is over, which a crash may have left. */
  int removeExpired(Principal actor);
}
