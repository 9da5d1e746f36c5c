/**
 * Performs what a CA wants proved, and undoes it. What stands is a row owned by an order, so a
 * crash leaves nothing behind.
 */
@NullMarked
package io.perennial.challenge;

import org.jspecify.annotations.NullMarked;
