/** How keys and answers are stored. */
@NullMarked
package io.perennial.idempotency.internal;

import org.jspecify.annotations.NullMarked;
