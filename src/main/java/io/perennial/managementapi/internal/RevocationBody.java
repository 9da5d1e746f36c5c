package io.perennial.managementapi.internal;

import org.jspecify.annotations.Nullable;

/** Why a version shall not be trusted any more. */
record RevocationBody(@Nullable String reason) {}
