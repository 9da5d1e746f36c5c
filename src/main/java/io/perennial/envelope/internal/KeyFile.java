package io.perennial.envelope.internal;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.perennial.envelope.KeyEncryptionKey;
import io.perennial.envelope.KeyEncryptionKeyUnusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A key-encryption key in a file that only the service's user can read: 64 hexadecimal digits. */
final class KeyFile implements KeyEncryptionKey {

  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final String id;
  private final AesGcmJce aead;

  private KeyFile(byte[] key) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
    this.id = "file-" + HexFormat.of().formatHex(digest, 0, 8);
    this.aead = new AesGcmJce(key);
  }

  /** Makes a new key; never replaces one. */
  static KeyFile create(Path file, RandomGenerator random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        byte[] text = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.wrap(text);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      try (FileChannel folder =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        // A file whose name is not on the disk yet is lost with the power, whatever it holds.
        folder.force(true);
      }
      return new KeyFile(key);
    } catch (FileAlreadyExistsException present) {
      return read(file);
    } catch (IOException | GeneralSecurityException failure) {
      throw new KeyEncryptionKeyUnusable(
          "The key-encryption key cannot be written to " + file + ": " + failure.getMessage(),
          "Let the service's user write to that folder, or name another with"
              + " perennial.kek-folder.");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Removes a key under which nothing was sealed. */
  static void discard(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("The unused key " + file + " cannot be removed", failure);
    }
  }

  static KeyFile read(Path file) {
    byte[] key = new byte[0];
    try {
      if (!Files.exists(file)) {
        throw new KeyEncryptionKeyUnusable(
            "The key-encryption key " + file + " is missing.",
            "Copy it back from where it is kept, or name its folder with perennial.kek-folder."
                + " Without it the stored private keys cannot be opened by anybody.");
      }
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        throw new KeyEncryptionKeyUnusable(
            "The key-encryption key " + file + " can be read or changed by other users.",
            "Run: chmod 600 " + file);
      }
      key = HexFormat.of().parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("wrong length");
      }
      return new KeyFile(key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
      throw new KeyEncryptionKeyUnusable(
          "The key-encryption key " + file + " cannot be read.",
          "It must hold 64 hexadecimal digits and belong to the service's user. Copy it back from"
              + " where it is kept.");
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public byte[] wrap(byte[] dataKey, byte[] associatedData) throws GeneralSecurityException {
    return aead.encrypt(dataKey, associatedData);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) throws GeneralSecurityException {
    return aead.decrypt(wrapped, associatedData);
  }

  @Override
  public String toString() {
    return "KeyFile[" + id + "]";
  }
}
