/** How private keys are stored. */
@NullMarked
package io.perennial.key.internal;

import org.jspecify.annotations.NullMarked;
