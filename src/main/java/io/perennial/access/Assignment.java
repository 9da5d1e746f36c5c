package io.perennial.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody holds a role somewhere.
 *
 * @param endsAt from when on it counts no more; empty: it counts until it is removed
 */
public record Assignment(Principal principal, Role role, Scope scope, Optional<Instant> endsAt) {}
