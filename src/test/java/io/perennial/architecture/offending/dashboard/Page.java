package io.perennial.architecture.offending.dashboard;

/** What a lower module must not know. */
public final class Page {}
