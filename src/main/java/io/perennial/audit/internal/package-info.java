/** How the chain is stored and linked. */
@NullMarked
package io.perennial.audit.internal;

import org.jspecify.annotations.NullMarked;
