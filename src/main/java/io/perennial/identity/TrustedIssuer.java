package io.perennial.identity;

import io.perennial.kernel.VaultId;
import java.time.Instant;
import java.util.Optional;

/**
 * An outside OpenID Connect issuer whose access tokens a vault takes, beside ours.
 *
 * @param issuer as its tokens name it (iss)
 * @param audience for which its tokens must be (aud)
 * @param claim that names the subject; empty: {@code oid}, or {@code sub} where there is none
 */
public record TrustedIssuer(
    VaultId vault, String issuer, String audience, Optional<String> claim, Instant createdAt) {}
