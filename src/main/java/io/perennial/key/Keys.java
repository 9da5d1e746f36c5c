package io.perennial.key;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Private keys. Outside this module nobody holds their bytes but {@link #reveal}'s callers. */
public interface Keys {

  /**
   * Makes a key pair and its signing request, or takes one that was made beforehand. Nothing is
   * stored yet; slow for RSA when none is ready, so do it before the transaction begins.
   */
  NewKey generate(VersionId version, KeyType type, List<Identifier> identifiers);

  /**
   * Stores a key pair with the version that will use it.
   *
   * @throws KeyTaken when it was made beforehand and somebody else has stored it; the transaction
   *     must not be committed
   */
  void store(Principal actor, NewKey key);

  /**
   * Stores a private key that was made elsewhere, with the version that will use it.
   *
   * @param scope at which the actor must be allowed to write certificates
   * @param pkcs8 DER; stays the caller's to close
   */
  void adopt(
      Principal actor,
      Scope scope,
      VersionId version,
      KeyType type,
      PublicKey publicKey,
      SecretBytes pkcs8);

  /** Signs with a version's key, without showing it. */
  SigningKey signingKey(VersionId version);

  /** A key of a CA or an account: made at the first call, the same ever after. */
  SigningKey issuerKey(IssuerId issuer, String name, KeyType type);

  /** A key of the deployment's own: made at the first call, the same ever after. */
  SigningKey ownKey(String name, KeyType type);

  /**
   * Hands a private key out.
   *
   * @param scope at which the actor must be allowed to read private keys
   * @param purpose for the audit, whose entry is committed before this returns
   * @return PKCS#8, DER; the caller closes it
   */
  SecretBytes reveal(Principal actor, Scope scope, VersionId version, String purpose);

  /**
   * Lends a private key to whoever hands it out often: the right is checked now, each reading is
   * audited when it is taken.
   *
   * @param scope at which the actor must be allowed to read private keys
   * @return to be let go as soon as that right may have ended
   */
  Lent lend(Principal actor, Scope scope, VersionId version);

  /** How many key pairs of each type that is made beforehand are ready. */
  Map<KeyType, Integer> spares(Principal actor);

  /**
   * Destroys keys for good, with the versions that used them.
   *
   * @param scope at which the actor must be allowed to write certificates
   */
  void destroy(Principal actor, Scope scope, Collection<VersionId> versions);

  /** Destroys the keys of a CA or an account for good, with the issuer. The caller authorises. */
  void destroy(Principal actor, IssuerId issuer);

  /** The type of a version's key. */
  KeyType type(VersionId version);

  /** A sealed private key that its holder may open, each time on record. */
  interface Lent {

    KeyType type();

    /**
     * Opens the key once its reading is on record; many readings share one commit. Never blocks.
     *
     * @param purpose for the audit
     * @return PKCS#8, DER, on a thread that may do some work; failed when the entry could not be
     *     committed. The caller closes it
     */
    CompletableFuture<SecretBytes> take(String purpose);
  }

  /**
   * A key pair that is not stored yet.
   *
   * @param sealed the private key, already encrypted
   * @param csr PKCS#10, DER
   * @param spare names it, where it was made beforehand
   */
  record NewKey(
      VersionId version,
      KeyType type,
      PublicKey publicKey,
      byte[] sealed,
      byte[] csr,
      Optional<String> spare) {

    @Override
    public String toString() {
      return "NewKey[" + version.value() + ", " + type + "]";
    }
  }
}
