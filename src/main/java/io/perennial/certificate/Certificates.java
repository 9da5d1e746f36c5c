package io.perennial.certificate;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.policy.CertificatePolicy;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Certificates and their versions. */
public interface Certificates {

  /**
   * Creates a certificate that is due at once.
   *
   * @throws io.perennial.kernel.Refusal conflict when the name is taken
   */
  Certificate create(Principal actor, NewCertificate wanted);

  /**
   * The same, where the caller may see to the first version.
   *
   * @throws io.perennial.kernel.Refusal as above
   */
  Certificate create(Principal actor, NewCertificate wanted, Begin begin);

  /** Edits issuer and policy; due at once, without backoff. */
  Certificate update(Principal actor, CertificateId id, IssuerId issuer, CertificatePolicy policy);

  /**
   * The same, if its policy is still the one that was read.
   *
   * @param expected policy revisions
   * @throws io.perennial.kernel.Refusal stale when it is not
   */
  Certificate update(
      Principal actor,
      CertificateId id,
      IssuerId issuer,
      CertificatePolicy policy,
      Expected expected);

  /** The same, where a version that meets it is another's task, or not wanted yet. */
  Certificate update(
      Principal actor, CertificateId id, IssuerId issuer, CertificatePolicy policy, Begin begin);

  /** Edits what is said beside the policy; what is enabled again is looked at by renewal. */
  Certificate describe(Principal actor, CertificateId id, Description description);

  /**
   * Wants no version any more but what there is: without one the certificate is disabled, with one
   * it stays as it is until that falls due.
   */
  Certificate settle(Principal actor, CertificateId id);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Certificate get(Principal actor, CertificateId id);

  Optional<Certificate> find(Principal actor, VaultId vault, ObjectName name);

  /** For who comes back to one that may be gone meanwhile. */
  Optional<Certificate> find(Principal actor, CertificateId id);

  /**
   * Where rights to it are asked for, whether or not it is deleted.
   *
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Scope scopeOf(Principal actor, CertificateId id);

  /** All of them, by name. */
  List<Certificate> list(Principal actor);

  /** Newest first. */
  List<Version> versions(Principal actor, CertificateId id);

  Optional<Version> version(Principal actor, VersionId id);

  /** A certificate's version by the id that clients of its vault use. */
  Optional<Version> version(Principal actor, CertificateId id, VersionId knownAs);

  /** The chain of a version, PEM, end entity first. */
  String chain(Principal actor, VersionId id);

  /** Stores an accepted chain as the version and makes it current. */
  Version add(Principal actor, CertificateId id, NewVersion version, List<X509Certificate> chain);

  /**
   * Reads a certificate and keeps it as it is until the running transaction ends, so that a plan
   * made from it overwrites no edit.
   *
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Certificate hold(Principal actor, CertificateId id);

  /**
   * Counts bindings, and keeps the certificate as it is until the running transaction ends, so that
   * a new binding is told of the version that is current.
   *
   * @param change 1 for a new one, -1 for one that goes
   */
  Certificate bound(Principal actor, CertificateId id, int change);

  /** Sets what happens next. */
  void plan(Principal actor, CertificateId id, Plan plan);

  /** Ids of what is due, most overdue first. Reads by index, whatever the number of rows. */
  List<CertificateId> due(Principal actor, Instant now, int limit);

  /** Those of an issuer whose last attempts failed. */
  List<CertificateId> failing(Principal actor, IssuerId issuer);

  /** Those that an issuer is named for, by name. */
  List<Certificate> of(Principal actor, IssuerId issuer);

  /** What is known of a version before its chain is read. */
  record NewVersion(VersionId id, IssuerId issuer, long policyRevision, boolean attended) {}
}
