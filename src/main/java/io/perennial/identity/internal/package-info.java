/**
 * The token endpoints and what they say of themselves, the keys that sign, and the check of what
 * was signed.
 */
@NullMarked
package io.perennial.identity.internal;

import org.jspecify.annotations.NullMarked;
