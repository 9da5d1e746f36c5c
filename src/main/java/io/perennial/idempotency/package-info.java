/**
 * Creations that a client may ask for again after a lost answer: the same key and request bring the
 * first answer, and nothing is created twice.
 */
@NullMarked
package io.perennial.idempotency;

import org.jspecify.annotations.NullMarked;
