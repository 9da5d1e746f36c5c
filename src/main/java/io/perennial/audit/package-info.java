/**
 * The append-only chain of who did what. Entries are written with the transaction they tell of, and
 * denials too.
 */
@NullMarked
package io.perennial.audit;

import org.jspecify.annotations.NullMarked;
