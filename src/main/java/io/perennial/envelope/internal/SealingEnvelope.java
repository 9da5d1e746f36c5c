package io.perennial.envelope.internal;

import com.google.crypto.tink.subtle.AesGcmJce;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.KeyEncryptionKey;
import io.perennial.envelope.KeyEncryptionKeyUnusable;
import io.perennial.envelope.SealBroken;
import io.perennial.envelope.SealContext;
import io.perennial.envelope.internal.DeploymentRepository.Deployment;
import io.perennial.kernel.Id;
import io.perennial.kernel.SecretBytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** One data key per sealed value; both are bound to the row by associated data. */
@Service
@EnableConfigurationProperties(EnvelopeProperties.class)
class SealingEnvelope implements Envelope {

  private static final Logger log = LoggerFactory.getLogger(SealingEnvelope.class);
  private static final SealContext ROOT = new SealContext("deployment-root", "deployment");
  private static final int KEY_BYTES = 32;

  private final RandomGenerator random;
  private final String deployment;
  private final KeyEncryptionKey kek;
  private final SecretKey root;

  /** Derived once for each purpose, of which there are few: every audit entry needs one. */
  private final Map<String, SecretKey> macKeys = new ConcurrentHashMap<>();

  SealingEnvelope(
      DeploymentRepository deployments, EnvelopeProperties properties, RandomGenerator random) {
    this.random = random;
    Deployment known = deployments.find().orElseGet(() -> create(deployments, properties));
    this.deployment = known.id();
    this.kek = KeyFile.read(properties.folder().resolve(known.id() + ".kek"));
    if (!kek.id().equals(known.kekId())) {
      throw wrongKey(properties);
    }
    try (SecretBytes opened = open(known.sealedRoot(), ROOT)) {
      this.root = new javax.crypto.spec.SecretKeySpec(opened.reveal(), "Generic");
    } catch (SealBroken broken) {
      throw wrongKey(properties);
    }
  }

  private static KeyEncryptionKeyUnusable wrongKey(EnvelopeProperties properties) {
    return new KeyEncryptionKeyUnusable(
        "The key-encryption key in " + properties.folder() + " is not the one of this database.",
        "Put the key file with which this database was first started back into that folder.");
  }

  private Deployment create(DeploymentRepository deployments, EnvelopeProperties properties) {
    String id = Id.random(random);
    var file = properties.folder().resolve(id + ".kek");
    KeyFile key = KeyFile.create(file, random);
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    Deployment created = new Deployment(id, key.id(), seal(secret, ROOT, id, key));
    Arrays.fill(secret, (byte) 0);
    try {
      deployments.insert(created);
    } catch (DuplicateKeyException otherNodeWasFirst) {
      KeyFile.discard(file);
      return deployments.find().orElseThrow(() -> otherNodeWasFirst);
    }
    log.warn(
        "Made the key-encryption key {}. Keep a copy of this file elsewhere: without it no stored"
            + " private key can ever be opened again.",
        file);
    return created;
  }

  @Override
  public byte[] seal(byte[] plaintext, SealContext context) {
    return seal(plaintext, context, deployment, kek);
  }

  private byte[] seal(
      byte[] plaintext, SealContext context, String deploymentId, KeyEncryptionKey key) {
    byte[] dataKey = new byte[KEY_BYTES];
    random.nextBytes(dataKey);
    try {
      byte[] wrapped =
          key.wrap(
              dataKey,
              SealedRecord.associatedData(
                  "data-key", deploymentId, context.kind(), context.object(), key.id()));
      byte[] ciphertext =
          new AesGcmJce(dataKey)
              .encrypt(
                  plaintext,
                  SealedRecord.associatedData(
                      "payload", deploymentId, context.kind(), context.object()));
      return new SealedRecord(key.id(), wrapped, ciphertext).encode();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("sealing failed", failure);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  @Override
  public SecretBytes open(byte[] sealed, SealContext context) {
    try {
      SealedRecord sealedRecord = SealedRecord.decode(sealed);
      byte[] dataKey =
          kek.unwrap(
              sealedRecord.wrappedKey(),
              SealedRecord.associatedData(
                  "data-key", deployment, context.kind(), context.object(), sealedRecord.kekId()));
      try {
        return new SecretBytes(
            new AesGcmJce(dataKey)
                .decrypt(
                    sealedRecord.ciphertext(),
                    SealedRecord.associatedData(
                        "payload", deployment, context.kind(), context.object())));
      } finally {
        Arrays.fill(dataKey, (byte) 0);
      }
    } catch (IOException | GeneralSecurityException failure) {
      throw new SealBroken(context, failure);
    }
  }

  @Override
  public byte[] mac(String purpose, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(macKeys.computeIfAbsent(purpose, this::derive));
      return mac.doFinal(message);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", failure);
    }
  }

  private SecretKey derive(String purpose) {
    try {
      AlgorithmParameterSpec derivation =
          HKDFParameterSpec.ofExtract()
              .addIKM(root)
              .thenExpand(SealedRecord.associatedData("mac", purpose), KEY_BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveKey("HmacSHA256", derivation);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("HKDF-SHA-256 is not available", failure);
    }
  }

  @Override
  public String deployment() {
    return deployment;
  }
}
