package io.perennial.vault;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;

/** A named collection of certificates. */
public record Vault(VaultId id, ObjectName name) {}
