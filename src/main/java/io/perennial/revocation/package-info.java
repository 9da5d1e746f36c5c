/**
 * Takes versions back: who wants it and why is stored first, then the CA is told until it has
 * answered.
 */
@NullMarked
package io.perennial.revocation;

import org.jspecify.annotations.NullMarked;
