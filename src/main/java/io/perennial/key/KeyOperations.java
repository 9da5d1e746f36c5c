package io.perennial.key;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.VersionId;
import io.perennial.pki.DigestSignature;
import io.perennial.pki.KeyEncryption;

/**
 * What can be done with the key of a version while it stays here. Each operation is on record
 * before its result leaves.
 */
public interface KeyOperations {

  /**
   * Signs a digest.
   *
   * @param use the scope at which the actor must be allowed to sign
   * @param digest as long as the algorithm's digests are
   * @throws io.perennial.kernel.Refusal when the algorithm does not fit the key or the digest
   */
  byte[] sign(Use use, DigestSignature algorithm, byte[] digest);

  /**
   * Whether the key made a signature.
   *
   * @throws io.perennial.kernel.Refusal when the algorithm does not fit the key or the digest
   */
  boolean verify(Use use, DigestSignature algorithm, byte[] digest, byte[] signature);

  /**
   * Encrypts to the key.
   *
   * @throws io.perennial.kernel.Refusal when the key encrypts nothing, or not as much
   */
  byte[] encrypt(Use use, KeyEncryption algorithm, byte[] plain);

  /**
   * Decrypts what was encrypted to the key.
   *
   * @throws io.perennial.kernel.Refusal when the key decrypts nothing, or it was not encrypted to
   *     it
   */
  byte[] decrypt(Use use, KeyEncryption algorithm, byte[] encrypted);

  /**
   * Who uses which key.
   *
   * @param permission that the actor needs at the scope
   * @param name of the operation, for the audit
   */
  record Use(Principal actor, Scope scope, VersionId version, Permission permission, String name) {}
}
