/** How issuers are stored and opened, and the only way out to a CA. */
@NullMarked
package io.perennial.issuer.internal;

import org.jspecify.annotations.NullMarked;
