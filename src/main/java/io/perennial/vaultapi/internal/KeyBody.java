package io.perennial.vaultapi.internal;

import io.perennial.pki.DigestSignature;
import io.perennial.pki.KeyEncryption;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clients send to have something done with a key; whatever they leave out is null.
 *
 * @param alg a JSON Web Algorithm (RFC 7518)
 * @param value what is signed, encrypted or decrypted, or the signature to verify; base64url
 * @param digest what the signature to verify is over; base64url
 */
record KeyBody(@Nullable String alg, @Nullable String value, @Nullable String digest) {

  DigestSignature signature() {
    return Arrays.stream(DigestSignature.values())
        .filter(known -> known.name().equals(alg))
        .findFirst()
        .orElseThrow(
            () -> VaultProblem.badParameter("alg is one of " + all(DigestSignature.values())));
  }

  KeyEncryption encryption() {
    return Arrays.stream(KeyEncryption.values())
        .filter(known -> known.toString().equals(alg))
        .findFirst()
        .orElseThrow(
            () -> VaultProblem.badParameter("alg is one of " + all(KeyEncryption.values())));
  }

  private static String all(Enum<?>[] known) {
    return Arrays.stream(known).map(Enum::toString).collect(Collectors.joining(", ", "", "."));
  }

  byte[] valueBytes() {
    return bytes("value", value);
  }

  byte[] digestBytes() {
    return bytes("digest", digest);
  }

  private static byte[] bytes(String name, @Nullable String sent) {
    try {
      if (sent != null && !sent.isEmpty()) {
        return Base64.getUrlDecoder().decode(sent);
      }
    } catch (IllegalArgumentException notBase64) {
      throw wrong(name);
    }
    throw wrong(name);
  }

  private static VaultProblem wrong(String name) {
    return VaultProblem.badParameter(name + " is missing or no base64url (RFC 4648, section 5).");
  }

  /** Without what may be plain text. */
  @Override
  public String toString() {
    return "KeyBody[" + alg + "]";
  }
}
