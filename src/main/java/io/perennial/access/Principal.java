package io.perennial.access;

import io.perennial.kernel.PrincipalId;

/**
 * Somebody who acts.
 *
 * @param id stable, referred to by role assignments
 * @param kind what sort of actor this is
 * @param name for the audit and the pages
 */
public record Principal(PrincipalId id, Kind kind, String name) {

  /** What sort of actor. */
  public enum Kind {
    /** A person who signs in. */
    USER,
    /** An enrolled server. */
    CONSUMER,
    /** A program that holds an API token or client secrets. */
    APPLICATION,
    /** Several applications and users; holds roles and does nothing itself. */
    GROUP,
    /** A part of Perennial that acts by itself. */
    SYSTEM
  }

  /** A part of Perennial itself, such as {@code renewal}; holds {@link Role#SYSTEM}. */
  public static Principal system(String component) {
    return new Principal(new PrincipalId("0".repeat(32)), Kind.SYSTEM, component);
  }
}
