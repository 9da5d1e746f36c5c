/** How revocations are stored, and the steps that carry them out. */
@NullMarked
package io.perennial.revocation.internal;

import org.jspecify.annotations.NullMarked;
