package io.perennial.certificate;

import io.perennial.kernel.CertificateId;

/**
 * A certificate was created, or its policy or issuer was edited. Published in its transaction.
 *
 * @param begin who sees to the version that is wanted now
 */
public record CertificateChanged(CertificateId certificate, Begin begin) {}
