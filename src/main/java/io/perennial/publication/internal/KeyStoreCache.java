package io.perennial.publication.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.connector.KeyType;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.KeyStoreFile;
import io.perennial.pki.Pem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Key stores as they were built, sealed. Building one costs some ten thousand rounds of hashing, so
 * it happens once per version, kind and password; opening a sealed one costs microseconds.
 */
@Component
class KeyStoreCache {

  private static final int MOST = 256;
  private static final int MIN_PASSWORD = 8;
  private static final int MAX_PASSWORD = 128;

  private final Envelope envelope;
  private final Cache<String, byte[]> sealed = Caffeine.newBuilder().maximumSize(MOST).build();
  private final AtomicLong built = new AtomicLong();

  KeyStoreCache(Envelope envelope) {
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

  /**
   * @param key PKCS#8, DER
   * @param chain PEM
   */
  SecretBytes get(Entry entry, SecretBytes key, String chain, SecretBytes password) {
    check(password);
    String id =
        entry.version().value()
            + "/"
            + entry.file()
            + "/"
            + HexFormat.of().formatHex(envelope.mac("pfx-password", password.reveal()));
    SealContext context = new SealContext("key-store", id);
    byte[] known =
        sealed.get(
            id,
            absent -> {
              byte[] fresh = build(entry, key, chain, password);
              byte[] kept = envelope.seal(fresh, context);
              Arrays.fill(fresh, (byte) 0);
              built.incrementAndGet();
              return kept;
            });
    return envelope.open(known, context);
  }

  /** How many were built since the start. */
  long built() {
    return built.get();
  }

  private static byte[] build(Entry entry, SecretBytes key, String chain, SecretBytes password) {
    CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password.reveal()));
    char[] secret = new char[characters.remaining()];
    characters.get(secret);
    try {
      return entry
          .file()
          .build(KeyPairs.privateKey(entry.type(), key.reveal()), Pem.parse(chain), secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** What is in the store. */
  record Entry(VersionId version, KeyType type, KeyStoreFile file) {}
}
