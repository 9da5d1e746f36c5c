package io.perennial.dashboard.internal;

/**
 * An enrolled server as the pages show it.
 *
 * @param proof by what it shows who it is
 * @param ours whether it is Perennial itself
 * @param usable whether a certificate can be bound to it
 */
record ServerRow(
    String id,
    String name,
    String hostname,
    String state,
    String lastSeen,
    String proof,
    long bindings,
    boolean ours,
    boolean usable) {}
