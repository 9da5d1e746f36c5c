package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.KeyStoreFile;
import io.perennial.pki.Pem;
import io.perennial.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Chain and private key as the value of a secret. */
@Component
class ManagedSecrets {

  private static final char[] NO_PASSWORD = {};

  private final Certificates certificates;
  private final Keys keys;

  ManagedSecrets(Certificates certificates, Keys keys) {
    this.certificates = certificates;
    this.keys = keys;
  }

  /**
   * Its reading is on record before this returns.
   *
   * @param contentType PEM, or PKCS#12 under an empty password, in base64
   */
  String value(Call call, Certificate certificate, Version version, String contentType) {
    String chain = certificates.chain(Stored.FINDING, version.id());
    boolean pem = contentType.equals(Views.PEM);
    try (SecretBytes key =
        keys.reveal(
            call.caller(),
            certificate.scope(),
            version.id(),
            "secret as " + (pem ? "PEM" : "PFX"))) {
      byte[] value =
          pem
              ? Pem.bundle(key.reveal(), chain.getBytes(StandardCharsets.US_ASCII))
              : file(call.vault())
                  .build(
                      KeyPairs.privateKey(keys.type(version.id()), key.reveal()),
                      Pem.parse(chain),
                      NO_PASSWORD);
      try {
        return pem
            ? new String(value, StandardCharsets.US_ASCII)
            : Base64.getEncoder().encodeToString(value);
      } finally {
        Arrays.fill(value, (byte) 0);
      }
    }
  }

  private static KeyStoreFile file(Vault vault) {
    return switch (vault.settings().pfx()) {
      case MODERN -> KeyStoreFile.PKCS12;
      case COMPATIBLE -> KeyStoreFile.COMPATIBLE_PKCS12;
    };
  }
}
