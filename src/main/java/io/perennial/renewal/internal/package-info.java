/** The decision, its facts, the sweep and its rows. */
@NullMarked
package io.perennial.renewal.internal;

import org.jspecify.annotations.NullMarked;
