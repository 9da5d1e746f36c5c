/** Clients that check before they call. */
@NullMarked
package io.perennial.outbound.internal;

import org.jspecify.annotations.NullMarked;
