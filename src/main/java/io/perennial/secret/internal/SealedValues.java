package io.perennial.secret.internal;

import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import org.springframework.stereotype.Component;

/** Seals each value for the row in which it stands. */
@Component
record SealedValues(Envelope envelope) {

  private static final SealContext BACKUP = new SealContext("secret-backup", "secret");

  byte[] seal(String secret, VersionId version, byte[] value) {
    return envelope.seal(value, context(secret, version));
  }

  SecretBytes open(String secret, VersionId version, byte[] sealed) {
    return envelope.open(sealed, context(secret, version));
  }

  byte[] sealBackup(byte[] content) {
    return envelope.seal(content, BACKUP);
  }

  SecretBytes openBackup(byte[] sealed) {
    return envelope.open(sealed, BACKUP);
  }

  private static SealContext context(String secret, VersionId version) {
    return new SealContext("secret", secret + "/" + version.value());
  }
}
