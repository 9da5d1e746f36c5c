package io.perennial.certificate;

import io.perennial.kernel.CertificateId;

/** A certificate was created, or its policy or issuer was edited. Published in its transaction. */
public record CertificateChanged(CertificateId certificate) {}
