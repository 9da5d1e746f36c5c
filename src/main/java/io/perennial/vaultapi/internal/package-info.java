/** How requests to a vault's host are read, answered and refused. */
@NullMarked
package io.perennial.vaultapi.internal;

import org.jspecify.annotations.NullMarked;
