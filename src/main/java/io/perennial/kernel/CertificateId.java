package io.perennial.kernel;

/** A named certificate. */
public record CertificateId(String value) implements Id {

  public CertificateId {
    Id.check(value);
  }
}
