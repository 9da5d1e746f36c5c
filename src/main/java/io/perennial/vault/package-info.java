/** Named collections of certificates. A vault is where names are unique and rights are scoped. */
@NullMarked
package io.perennial.vault;

import org.jspecify.annotations.NullMarked;
