/** How those are done. */
@NullMarked
package io.perennial.operations.internal;

import org.jspecify.annotations.NullMarked;
