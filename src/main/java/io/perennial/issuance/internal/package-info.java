/** The step machine, its rows and its leases. */
@NullMarked
package io.perennial.issuance.internal;

import org.jspecify.annotations.NullMarked;
