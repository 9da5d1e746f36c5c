package io.perennial.testing;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.vault.Vaults;
import java.util.List;
import java.util.Map;

/** What most tests of the store begin with. */
public final class Fixtures {

  public static final Principal SYSTEM = Principal.system("test");

  private final Store store;

  public Fixtures(Store store) {
    this.store = store;
  }

  public IssuerId selfSigned() {
    Issuers issuers = store.bean(Issuers.class);
    ObjectName name = new ObjectName("self-signed");
    return issuers
        .find(SYSTEM, name)
        .orElseGet(() -> issuers.create(SYSTEM, name, "self-signed", Map.of()))
        .id();
  }

  /** A certificate in the first vault. */
  public Certificate certificate(String name) {
    return store.bean(Certificates.class).create(SYSTEM, wanted(name));
  }

  public NewCertificate wanted(String name) {
    return new NewCertificate(
        store.bean(Vaults.class).first().id(),
        new ObjectName(name),
        selfSigned(),
        CertificatePolicy.of(List.of(Identifiers.parse(name + ".example.com"))),
        Map.of());
  }
}
