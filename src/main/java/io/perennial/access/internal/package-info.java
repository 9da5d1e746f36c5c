/** How principals, role assignments and credentials are stored. */
@NullMarked
package io.perennial.access.internal;

import org.jspecify.annotations.NullMarked;
