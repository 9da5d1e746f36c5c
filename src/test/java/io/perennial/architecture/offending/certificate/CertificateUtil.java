package io.perennial.architecture.offending.certificate;

/** A name that says nothing. */
final class CertificateUtil {}
