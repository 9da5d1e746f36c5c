package io.perennial.certificate;

import io.perennial.access.Principal;
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

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Certificate get(Principal actor, CertificateId id);

  Optional<Certificate> find(Principal actor, VaultId vault, ObjectName name);

  /** All of them, by name. */
  List<Certificate> list(Principal actor);

  /** Newest first. */
  List<Version> versions(Principal actor, CertificateId id);

  Optional<Version> version(Principal actor, VersionId id);

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
