/** How challenges are stored. */
@NullMarked
package io.perennial.challenge.internal;

import org.jspecify.annotations.NullMarked;
