/**
 * Tokens for programs: applications show a secret, an assertion of their own or a token of an
 * issuer that is trusted at the token endpoints, and get a signed token for the vaults. It is
 * checked here, too, and so are the tokens of outside issuers that a vault takes.
 */
@NullMarked
package io.perennial.identity;

import org.jspecify.annotations.NullMarked;
