package io.perennial.managementapi.internal;

import java.util.Optional;

/** What a CA answered. */
record ProbeView(boolean reachable, String sentence, Optional<String> terms) {}
