package io.perennial.publication.internal;

import io.perennial.connector.KeyType;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import io.perennial.pki.Pfx;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * PKCS#12 files as they were built, sealed. Building one costs some ten thousand rounds of hashing,
 * so it happens once per version and password; opening a sealed one costs microseconds.
 */
@Component
class PfxCache {

  private static final int MOST = 256;
  private static final int MIN_PASSWORD = 8;
  private static final int MAX_PASSWORD = 128;

  private final Envelope envelope;
  private final Map<String, byte[]> sealed =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > MOST;
        }
      };
  private long built;

  PfxCache(Envelope envelope) {
    this.envelope = envelope;
  }

  /**
   * Refuses a password that is too short to protect anything, or that programs would read in
   * different ways: what stands beyond ASCII has no one meaning in an HTTP header (RFC 9110,
   * section 5.5).
   */
  static void check(SecretBytes password) {
    byte[] bytes = password.reveal();
    boolean plain = true;
    for (byte character : bytes) {
      plain &= character >= ' ' && character <= '~';
    }
    if (!plain || bytes.length < MIN_PASSWORD || bytes.length > MAX_PASSWORD) {
      throw Refusal.invalid("The PFX password has 8 to 128 characters, all of them ASCII.");
    }
  }

  synchronized SecretBytes get(
      VersionId version, KeyType type, SecretBytes key, String chain, SecretBytes password) {
    check(password);
    String id =
        version.value()
            + "/"
            + HexFormat.of().formatHex(envelope.mac("pfx-password", password.reveal()));
    SealContext context = new SealContext("pfx", id);
    byte[] known = sealed.get(id);
    if (known == null) {
      byte[] fresh = build(type, key, chain, password);
      known = envelope.seal(fresh, context);
      Arrays.fill(fresh, (byte) 0);
      sealed.put(id, known);
      built++;
    }
    return envelope.open(known, context);
  }

  /** How many were built since the start. */
  synchronized long built() {
    return built;
  }

  private static byte[] build(KeyType type, SecretBytes key, String chain, SecretBytes password) {
    CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password.reveal()));
    char[] secret = new char[characters.remaining()];
    characters.get(secret);
    try {
      return Pfx.build(KeyPairs.privateKey(type, key.reveal()), Pem.parse(chain), secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}
