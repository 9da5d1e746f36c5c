/**
 * Seals secrets under data keys that are wrapped by a key-encryption key. What is sealed for one
 * row cannot be opened as another.
 */
@NullMarked
package io.perennial.envelope;

import org.jspecify.annotations.NullMarked;
