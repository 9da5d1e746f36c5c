package io.perennial.issuance;

import io.perennial.connector.Problem;
import java.util.Optional;

/**
 * An order is over. Published in the transaction that ended it.
 *
 * @param problem why it brought nothing; empty when it brought a version
 */
public record OrderEnded(Order order, Optional<Problem> problem) {}
