/**
 * Tokens for programs: applications show a client id and a client secret at the token endpoints and
 * get a signed token for the vaults. It is checked here, too, for whoever is shown one.
 */
@NullMarked
package io.perennial.identity;

import org.jspecify.annotations.NullMarked;
