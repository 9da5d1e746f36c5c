package io.perennial.managementapi.internal;

import org.jspecify.annotations.Nullable;

/** A client secret to make. */
record ClientSecretBody(@Nullable Integer days) {}
