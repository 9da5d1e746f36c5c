package io.perennial.secret;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;

/** Names under which a certificate's own secret is found. Whoever keeps certificates knows them. */
public interface ManagedNames {

  boolean managed(VaultId vault, ObjectName name);
}
