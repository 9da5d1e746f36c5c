package io.perennial.certificate;

/**
 * A version became current. Published inside the transaction that stored it, so that what a
 * listener writes stands or falls with the version.
 */
public record VersionIssued(Certificate certificate, Version version) {}
