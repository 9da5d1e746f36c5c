package io.perennial.connector.acme;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.connector.testkit.TestRequests;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short ways to say what is wanted. */
final class Requests {

  private Requests() {}

  static CertificateRequest dns(String... names) {
    return of(KeyType.P_256, Arrays.stream(names).map(Identifier.Dns::new).toList());
  }

  static CertificateRequest of(KeyType type, List<? extends Identifier> names) {
    return of(type, names, Optional.empty());
  }

  static CertificateRequest of(
      KeyType type, List<? extends Identifier> names, Optional<String> profile) {
    return TestRequests.request(
        TestKeys.fresh(type),
        new RequestedCertificate(List.copyOf(names), type, Optional.empty(), profile));
  }
}
