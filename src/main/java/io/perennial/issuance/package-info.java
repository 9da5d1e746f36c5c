/**
 * Orders: one attempt each to get one version. Every step is a row first, so that after a crash at
 * any line the row says what is next.
 */
@NullMarked
package io.perennial.issuance;

import org.jspecify.annotations.NullMarked;
