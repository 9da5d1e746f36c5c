package io.perennial.vaultapi.internal;

import io.perennial.connector.KeyType;
import io.perennial.vaultapi.internal.CertificateBody.Constraints;
import io.perennial.vaultapi.internal.CertificateBody.X509;
import java.util.List;
import java.util.Optional;

/** What certificates may be used for: they are for TLS servers, which needs little. */
final class Usages {

  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String SIGNATURE = "digitalSignature";

  private Usages() {}

  static List<String> keyUsage(KeyType type) {
    return type.algorithm().equals("RSA")
        ? List.of(SIGNATURE, "keyEncipherment")
        : List.of(SIGNATURE);
  }

  static void require(Optional<X509> sent, KeyType type) {
    sent.map(X509::ekus)
        .filter(ekus -> !ekus.stream().allMatch(SERVER::equals))
        .ifPresent(more -> {
          throw VaultProblem.badParameter(
              "Perennial's certificates are for TLS servers. Leave ekus out, or send %s alone."
                  .formatted(SERVER));
        });
    List<String> given = keyUsage(type);
    sent.map(X509::keyUsage)
        .filter(wanted -> !given.containsAll(wanted))
        .ifPresent(more -> {
          throw VaultProblem.badParameter(
              "The key usage of a TLS server's certificate with such a key is %s. Leave key_usage"
                      .formatted(String.join(" and ", given))
                  + " out, or send nothing besides.");
        });
    sent.map(X509::constraints)
        .map(Constraints::ca)
        .filter(ca -> ca)
        .ifPresent(ca -> {
          throw VaultProblem.badParameter(
              "Perennial issues no CA certificates by policy. Leave basic_constraints out.");
        });
  }
}
