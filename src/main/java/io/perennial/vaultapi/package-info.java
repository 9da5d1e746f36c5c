/**
 * The Key Vault data plane: what clients written for Azure Key Vault call, each vault a host of its
 * own. An adapter: it calls the other modules' interfaces, and nothing calls it.
 */
@NullMarked
package io.perennial.vaultapi;

import org.jspecify.annotations.NullMarked;
