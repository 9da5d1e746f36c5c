package io.perennial.identity;

import io.perennial.access.ClientId;
import java.time.Instant;

/**
 * Says that who holds a token of an outside issuer, for that audience and with that subject, is an
 * application.
 *
 * @param id tells it from others
 * @param issuer as its tokens name it (iss)
 * @param subject as its tokens name it (sub, or what a vault's {@link TrustedIssuer} says)
 * @param audience as its tokens name it (aud)
 */
public record FederatedIdentity(
    String id,
    ClientId application,
    String issuer,
    String subject,
    String audience,
    Instant createdAt) {}
