package io.perennial.access;

/** The one place that decides who may do what. */
public interface Authorizer {

  /**
   * Returns if allowed.
   *
   * @throws io.perennial.kernel.Refusal forbidden, naming actor, permission and scope; the denial
   *     is audited
   */
  void require(Principal actor, Permission permission, Scope scope);

  /** Whether it would be allowed, for pages that leave out what it is not; nothing is audited. */
  boolean allows(Principal actor, Permission permission, Scope scope);
}
