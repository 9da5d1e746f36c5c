/**
 * What code that speaks to one kind of certification authority implements, and all that the core
 * lends it. A connector never sleeps, loops, resolves names or touches a web root: each call is one
 * bounded step to its CA, and what it must remember goes into the {@link OrderState} it returns.
 */
@NullMarked
package io.perennial.connector;

import org.jspecify.annotations.NullMarked;
