package io.perennial.key.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.key.internal.KeyRepository.StoredKey;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.SigningRequests;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SignatureException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@Service
class SealedKeys implements Keys {

  private static final Principal SYSTEM = Principal.system("issuer");

  private final KeyRepository repository;
  private final Envelope envelope;
  private final SpareKeys spares;
  private final Access access;
  private final Clock clock;
  private final TransactionTemplate separate;

  SealedKeys(
      KeyRepository repository,
      Envelope envelope,
      SpareKeys spares,
      Access access,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.repository = repository;
    this.envelope = envelope;
    this.spares = spares;
    this.access = access;
    this.clock = clock;
    this.separate = new TransactionTemplate(transactions);
    this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public NewKey generate(VersionId version, KeyType type, List<Identifier> identifiers) {
    Optional<SpareKeys.Spare> spare = spares.offer(type);
    KeyPair pair = spare.map(SpareKeys.Spare::pair).orElseGet(() -> KeyPairs.generate(type));
    return new NewKey(
        version,
        type,
        pair.getPublic(),
        seal(version.value(), pair),
        SigningRequests.create(pair, type, identifiers),
        spare.map(SpareKeys.Spare::id));
  }

  private byte[] seal(String id, KeyPair pair) {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    try {
      return envelope.seal(pkcs8, context(id));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  static SealContext context(String id) {
    return new SealContext("private-key", id);
  }

  @Override
  @Transactional
  public void store(Principal actor, NewKey key) {
    access.authorizer().require(actor, Permission.WRITE_CERTIFICATES, Scope.deployment());
    key.spare().ifPresent(spares::taken);
    repository.insert(
        new StoredKey(
            key.version().value(), key.type(), key.publicKey().getEncoded(), key.sealed()),
        clock.instant());
    access
        .audit()
        .record(
            new AuditEvent(actor.name(), "key.create", key.version().value(), key.type().name()));
  }

  @Override
  @Transactional
  public void adopt(
      Principal actor,
      Scope scope,
      VersionId version,
      KeyType type,
      PublicKey publicKey,
      SecretBytes pkcs8) {
    access.authorizer().require(actor, Permission.WRITE_CERTIFICATES, scope);
    repository.insert(
        new StoredKey(
            version.value(),
            type,
            publicKey.getEncoded(),
            envelope.seal(pkcs8.reveal(), context(version.value()))),
        clock.instant());
    access.audit().record(new AuditEvent(actor.name(), "key.import", version.value(), type.name()));
  }

  @Override
  public SigningKey signingKey(VersionId version) {
    StoredKey stored = get(version.value());
    return new Handle(stored.id(), stored.type(), publicKey(stored));
  }

  @Override
  public SigningKey issuerKey(IssuerId issuer, String name, KeyType type) {
    return lasting(issuer.value() + "/" + name, "issuer.key.create", type);
  }

  @Override
  public SigningKey ownKey(String name, KeyType type) {
    return lasting("own/" + name, "key.create", type);
  }

  private SigningKey lasting(String id, String action, KeyType type) {
    StoredKey stored = repository.find(id).orElseGet(() -> createLasting(id, action, type));
    if (stored.type() != type) {
      throw new IllegalStateException("key " + id + " exists as " + stored.type());
    }
    return new Handle(id, type, publicKey(stored));
  }

  private StoredKey createLasting(String id, String action, KeyType type) {
    access.authorizer().require(SYSTEM, Permission.WRITE_ISSUERS, Scope.deployment());
    KeyPair pair = KeyPairs.generate(type);
    StoredKey created = new StoredKey(id, type, pair.getPublic().getEncoded(), seal(id, pair));
    try {
      separate.executeWithoutResult(status -> {
        repository.insert(created, clock.instant());
        access.audit().record(new AuditEvent(SYSTEM.name(), action, id, type.name()));
      });
      return created;
    } catch (DuplicateKeyException otherNodeWasFirst) {
      return get(id);
    }
  }

  @Override
  public SecretBytes reveal(Principal actor, Scope scope, VersionId version, String purpose) {
    try {
      return lend(actor, scope, version).take(purpose).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  @Override
  public Lent lend(Principal actor, Scope scope, VersionId version) {
    access.authorizer().require(actor, Permission.READ_PRIVATE_KEY, scope);
    return new Loan(actor.name(), get(version.value()));
  }

  @Override
  @Transactional
  public void destroy(Principal actor, Scope scope, Collection<VersionId> versions) {
    access.authorizer().require(actor, Permission.WRITE_CERTIFICATES, scope);
    versions.forEach(version -> repository.delete(version.value()));
    access
        .audit()
        .record(
            new AuditEvent(actor.name(), "key.destroy", scope.path(), versions.size() + " keys"));
  }

  @Override
  @Transactional
  public void destroy(Principal actor, IssuerId issuer) {
    access.authorizer().require(SYSTEM, Permission.WRITE_ISSUERS, Scope.deployment());
    int destroyed = repository.deleteOf(issuer.value() + "/");
    access
        .audit()
        .record(
            new AuditEvent(
                actor.name(), "issuer.key.destroy", issuer.value(), destroyed + " keys"));
  }

  @Override
  public KeyType type(VersionId version) {
    return get(version.value()).type();
  }

  @Override
  public Map<KeyType, Integer> spares(Principal actor) {
    access.authorizer().require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return spares.counts();
  }

  private StoredKey get(String id) {
    return repository
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no private key of " + id + "."));
  }

  private static PublicKey publicKey(StoredKey stored) {
    return KeyPairs.publicKey(stored.type(), stored.publicKey());
  }

  /** What every use case passes through. */
  @Component
  record Access(Authorizer authorizer, Audit audit) {}

  private final class Loan implements Lent {

    private final String holder;
    private final StoredKey stored;

    private Loan(String holder, StoredKey stored) {
      this.holder = holder;
      this.stored = stored;
    }

    @Override
    public KeyType type() {
      return stored.type();
    }

    @Override
    public CompletableFuture<SecretBytes> take(String purpose) {
      return access
          .audit()
          .recordReading(new AuditEvent(holder, "key.read", stored.id(), purpose))
          .thenApplyAsync(
              written -> envelope.open(stored.sealed(), context(stored.id())),
              Thread::startVirtualThread);
    }

    @Override
    public String toString() {
      return "Lent[" + stored.id() + "]";
    }
  }

  /** Opens the key for each signature and forgets it. */
  private final class Handle implements SigningKey {

    private final String id;
    private final KeyType type;
    private final PublicKey publicKey;

    private Handle(String id, KeyType type, PublicKey publicKey) {
      this.id = id;
      this.type = type;
      this.publicKey = publicKey;
    }

    @Override
    public KeyType type() {
      return type;
    }

    @Override
    public PublicKey publicKey() {
      return publicKey;
    }

    @Override
    public byte[] sign(String algorithm, byte[] message) throws SignatureException {
      try (SecretBytes pkcs8 = envelope.open(get(id).sealed(), context(id))) {
        return KeyPairs.sign(KeyPairs.privateKey(type, pkcs8.reveal()), algorithm, message);
      }
    }

    @Override
    public String toString() {
      return "SigningKey[" + type + "]";
    }
  }
}
