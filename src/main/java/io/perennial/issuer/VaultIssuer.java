package io.perennial.issuer;

import java.time.Instant;
import java.util.Optional;

/**
 * An issuer as the clients of a vault see it.
 *
 * @param account what they sent as the account's id
 * @param organization what they sent of the organization, JSON
 * @param updatedAt when it was last changed by them
 */
public record VaultIssuer(
    Issuer issuer,
    Optional<String> account,
    Optional<String> organization,
    Instant createdAt,
    Instant updatedAt) {}
