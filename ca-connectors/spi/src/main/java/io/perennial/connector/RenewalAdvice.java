package io.perennial.connector;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a CA wants a certificate renewed (RFC 9773, section 4.2). The window is the CA's words: the
 * core judges whether it makes sense.
 *
 * @param start of the window
 * @param end of the window
 * @param explanation a page for people that says why
 * @param retryAfter when the CA wants to be asked again
 */
public record RenewalAdvice(
    Instant start, Instant end, Optional<URI> explanation, Optional<Duration> retryAfter) {}
