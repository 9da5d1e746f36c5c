package io.perennial.managementapi.internal;

import io.perennial.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was made elsewhere.
 *
 * @param files each PEM as it is, or a PKCS#12 file in base64
 */
record ImportBody(
    @Nullable String name,
    @Nullable List<@Nullable String> files,
    @Nullable String password,
    @Nullable String issuer,
    @Nullable String vault) {

  private static final String PEM = "-----BEGIN ";

  /** The caller's to wipe. */
  List<byte[]> read() {
    List<byte[]> read = new ArrayList<>();
    for (String file : Texts.each(files)) {
      read.add(file.contains(PEM) ? file.getBytes(StandardCharsets.UTF_8) : decoded(file));
    }
    return read;
  }

  private static byte[] decoded(String file) {
    try {
      return Base64.getMimeDecoder().decode(file);
    } catch (IllegalArgumentException notBase64) {
      throw Refusal.invalid(
          "A file is neither PEM nor base64. Send PEM as it is, and a PKCS#12 file in base64.");
    }
  }

  /** Files and password are secret. */
  @Override
  public String toString() {
    return "ImportBody[" + name + "]";
  }
}
