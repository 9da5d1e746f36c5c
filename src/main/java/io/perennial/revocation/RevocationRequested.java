package io.perennial.revocation;

/** A version is to be revoked. Published in the transaction that stores so. */
public record RevocationRequested(Revocation revocation) {}
