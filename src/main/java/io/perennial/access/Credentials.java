package io.perennial.access;

import io.perennial.kernel.Id;
import io.perennial.kernel.PrincipalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens: 256 random bits each, handed out once, kept as a keyed hash, compared in constant time,
 * always expiring.
 */
public interface Credentials {

  /** Makes a token. The caller authorises and audits what it stands for. */
  Issued issue(PrincipalId principal, Purpose purpose, Duration life);

  /**
   * Whose token this is. The first use of a renewed bearer token ends its predecessors.
   *
   * @return empty when unknown, expired, revoked or already used
   */
  Optional<PrincipalId> verify(String token, Purpose purpose);

  /** The same, with what else is known of it. */
  Optional<Use> use(String token, Purpose purpose);

  /** The same for a token that can be used once; a second use finds nothing. */
  Optional<PrincipalId> redeem(String token, Purpose purpose);

  /** Ends all tokens of a principal for a purpose, at once. */
  void revoke(PrincipalId principal, Purpose purpose);

  /**
   * Ends one token, at once.
   *
   * @param id as {@link Issued#id()} told
   * @return whether there was one of this principal that had not been revoked
   */
  boolean revoke(PrincipalId principal, Purpose purpose, String id);

  /**
   * The token that each shows: the last one that was used, or else the last one made. In one
   * statement; who has none that was not revoked is left out.
   */
  Map<PrincipalId, Standing> standing(Collection<PrincipalId> principals, Purpose purpose);

  /** What a token is for; one for a purpose is worthless for another. */
  enum Purpose {
    ENROL,
    PULL,
    ADMINISTRATOR_LINK,
    API,
    /** Several hold side by side: the use of a new one ends no other. */
    CLIENT_SECRET
  }

  /**
   * A token that was found good.
   *
   * @param first whether it was never used before; then its predecessors ended with this use
   */
  record Use(PrincipalId principal, Instant expiresAt, boolean first) {}

  /** A token that was not revoked, and may have expired. */
  record Standing(PrincipalId principal, Instant createdAt, Instant expiresAt) {}

  /**
   * A token, the only time that it is seen.
   *
   * @param token {@code pnl_ID_SECRET}
   */
  record Issued(String token, Instant expiresAt) {

    private static final int ID_BEGINS = 4;

    /** What tells it from others; no secret. */
    public String id() {
      return token.substring(ID_BEGINS, ID_BEGINS + Id.LENGTH);
    }

    @Override
    public String toString() {
      return "Issued[until " + expiresAt + "]";
    }
  }
}
