package io.perennial.issuance;

import io.perennial.connector.Problem;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.OrderId;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to get one version. Its id is also the version's, should it come to be.
 *
 * @param phase the connector's own name for where it stands
 * @param reason why it was started, as a short name
 * @param sentence the same in words
 * @param attended whether a person asked for it
 * @param dueAt when the renewal fell due
 * @param policyRevision of the certificate when it was planned
 * @param attempts steps in a row that failed for want of an answer
 * @param problem what went wrong last
 * @param issuedAt when the CA's chain was stored, accepted or not
 */
public record Order(
    OrderId id,
    CertificateId certificate,
    IssuerId issuer,
    OrderState state,
    String phase,
    String reason,
    String sentence,
    boolean attended,
    Instant dueAt,
    long policyRevision,
    int attempts,
    Optional<String> problem,
    Optional<Problem.Blame> blame,
    Instant nextStepAt,
    Instant createdAt,
    Optional<Instant> issuedAt,
    Optional<Instant> endedAt) {

  /** The reason where the version in use is revoked: what is left of its life is worth nothing. */
  public static final String REVOKED = "REVOKED";

  /** This order, as it is once its chain is a version. */
  public Order stored(Instant now) {
    return new Order(
        id,
        certificate,
        issuer,
        OrderState.STORED,
        phase,
        reason,
        sentence,
        attended,
        dueAt,
        policyRevision,
        attempts,
        problem,
        blame,
        nextStepAt,
        createdAt,
        Optional.of(issuedAt.orElse(now)),
        Optional.of(now));
  }

  /** This order, as it is while its connector's state is stored with it. */
  public Order waiting(String where) {
    return new Order(
        id,
        certificate,
        issuer,
        OrderState.WAITING,
        where,
        reason,
        sentence,
        attended,
        dueAt,
        policyRevision,
        attempts,
        problem,
        blame,
        nextStepAt,
        createdAt,
        issuedAt,
        endedAt);
  }
}
