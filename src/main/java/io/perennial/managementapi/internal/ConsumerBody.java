package io.perennial.managementapi.internal;

import org.jspecify.annotations.Nullable;

/** A server to invite. */
record ConsumerBody(@Nullable String name) {}
