package io.perennial.managementapi.internal;

import org.jspecify.annotations.Nullable;

/** A group to make. */
record GroupBody(@Nullable String name) {}
