/** How vaults are stored. */
@NullMarked
package io.perennial.vault.internal;

import org.jspecify.annotations.NullMarked;
