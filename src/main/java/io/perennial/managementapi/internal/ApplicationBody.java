package io.perennial.managementapi.internal;

import org.jspecify.annotations.Nullable;

/** An application to register. */
record ApplicationBody(@Nullable String name) {}
