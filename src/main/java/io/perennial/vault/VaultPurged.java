package io.perennial.vault;

import io.perennial.access.Principal;

/**
 * A vault goes for good. Published inside the transaction that removes its row, before it does, so
 * that whatever refers to it goes first. Its certificates are gone by then.
 */
public record VaultPurged(Principal actor, Vault vault) {}
