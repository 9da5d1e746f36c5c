package io.perennial.connector.acme.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Renewal information (RFC 9773, section 4.2).
 *
 * @param start of the suggested window
 * @param end of the suggested window, perhaps before its start
 * @param explanation an https address of printable characters
 * @param retryAfter what the CA asked for, between a second and a day
 */
public record AcmeRenewalInfo(
    Instant start, Instant end, Optional<URI> explanation, Optional<Duration> retryAfter) {}
