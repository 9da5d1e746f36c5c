package io.perennial.connector;

import java.net.URI;
import java.util.Optional;

/**
 * How a CA looks from here.
 *
 * @param reachable whether it answered and accepted our settings
 * @param sentence what was found, for an operator
 * @param terms the terms of service that a person must accept, where the CA has any
 */
public record Probe(boolean reachable, String sentence, Optional<URI> terms) {}
