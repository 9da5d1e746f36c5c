package io.perennial.renewal;

import java.time.Instant;

/**
 * The sweep has looked at everything that was due.
 *
 * @param due how many certificates it handed on
 */
public record Swept(Instant at, int due) {}
