package io.perennial.certificate.internal;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.secret.ManagedNames;
import org.springframework.stereotype.Component;

/** Each certificate has a secret of its name, which comes back when a deleted one does. */
@Component
class ManagedSecretNames implements ManagedNames {

  private final CertificateRepository certificates;

  ManagedSecretNames(CertificateRepository certificates) {
    this.certificates = certificates;
  }

  @Override
  public boolean managed(VaultId vault, ObjectName name) {
    return certificates.taken(vault, name);
  }
}
