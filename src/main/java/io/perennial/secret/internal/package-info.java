/** How secrets are stored. */
@NullMarked
package io.perennial.secret.internal;

import org.jspecify.annotations.NullMarked;
