/** Private keys: made, sealed, used for signatures, and revealed to those who may take them. */
@NullMarked
package io.perennial.key;

import org.jspecify.annotations.NullMarked;
