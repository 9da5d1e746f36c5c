package io.perennial.key.internal;

import io.perennial.audit.AuditEvent;
import io.perennial.connector.KeyType;
import io.perennial.envelope.Envelope;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.KeyOperations;
import io.perennial.key.internal.KeyRepository.StoredKey;
import io.perennial.pki.DigestSignature;
import io.perennial.pki.KeyEncryption;
import io.perennial.pki.KeyPairs;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Service;

/** Opens a key for each operation and forgets it. */
@Service
class SealedKeyOperations implements KeyOperations {

  private final KeyRepository repository;
  private final Envelope envelope;
  private final SealedKeys.Access access;

  SealedKeyOperations(KeyRepository repository, Envelope envelope, SealedKeys.Access access) {
    this.repository = repository;
    this.envelope = envelope;
    this.access = access;
  }

  @Override
  public byte[] sign(Use use, DigestSignature algorithm, byte[] digest) {
    StoredKey key = allowed(use);
    require(algorithm, key.type(), digest);
    return recorded(use, algorithm, withPrivateKey(key, opened -> algorithm.sign(opened, digest)));
  }

  @Override
  public boolean verify(Use use, DigestSignature algorithm, byte[] digest, byte[] signature) {
    StoredKey key = allowed(use);
    require(algorithm, key.type(), digest);
    return recorded(use, algorithm, algorithm.verify(publicKey(key), digest, signature));
  }

  @Override
  public byte[] encrypt(Use use, KeyEncryption algorithm, byte[] plain) {
    StoredKey key = allowed(use);
    require(algorithm, key.type());
    int most = algorithm.most(publicKey(key));
    if (plain.length > most) {
      throw Refusal.invalid(
          "%s takes %d bytes at most with this key. Encrypt the content with a key of its own, and that key with this one."
              .formatted(algorithm, most));
    }
    try {
      return recorded(use, algorithm, algorithm.encrypt(publicKey(key), plain));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a stored key encrypts", impossible);
    }
  }

  @Override
  public byte[] decrypt(Use use, KeyEncryption algorithm, byte[] encrypted) {
    StoredKey key = allowed(use);
    require(algorithm, key.type());
    return recorded(
        use,
        algorithm,
        withPrivateKey(
            key,
            opened -> {
              try {
                return algorithm.decrypt(opened, encrypted);
              } catch (GeneralSecurityException foreign) {
                throw Refusal.invalid(
                    "This was not encrypted to this version of the key with %s. Look at the kid that came with it."
                        .formatted(algorithm));
              }
            }));
  }

  private StoredKey allowed(Use use) {
    access.authorizer().require(use.actor(), use.permission(), use.scope());
    String id = use.version().value();
    return repository
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no private key of " + id + "."));
  }

  private static void require(DigestSignature algorithm, KeyType type, byte[] digest) {
    if (!algorithm.fits(type)) {
      throw Refusal.invalid("%s does not fit this key, which is %s.".formatted(algorithm, type));
    }
    if (digest.length != algorithm.length()) {
      throw Refusal.invalid(
          "%s signs a digest of %d bytes, and this one has %d."
              .formatted(algorithm, algorithm.length(), digest.length));
    }
  }

  private static void require(KeyEncryption algorithm, KeyType type) {
    if (!type.algorithm().equals("RSA")) {
      throw Refusal.invalid(
          "%s needs an RSA key, and this is %s; it can sign.".formatted(algorithm, type));
    }
  }

  private <T> T withPrivateKey(StoredKey key, Act<T> act) {
    try (SecretBytes pkcs8 = envelope.open(key.sealed(), SealedKeys.context(key.id()))) {
      return act.with(KeyPairs.privateKey(key.type(), pkcs8.reveal()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a stored key cannot be used", impossible);
    }
  }

  private static PublicKey publicKey(StoredKey key) {
    return KeyPairs.publicKey(key.type(), key.publicKey());
  }

  /** Nothing leaves before it is on record. */
  private <T> T recorded(Use use, Object algorithm, T result) {
    try {
      access
          .audit()
          .recordReading(
              new AuditEvent(
                  use.actor().name(),
                  "key." + use.name(),
                  use.version().value(),
                  algorithm.toString()))
          .join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
    return result;
  }

  /** With a key that is open meanwhile. */
  private interface Act<T> {
    T with(PrivateKey opened) throws GeneralSecurityException;
  }
}
