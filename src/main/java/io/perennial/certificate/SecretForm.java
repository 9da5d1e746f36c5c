package io.perennial.certificate;

/** In which form clients of a vault get chain and key, unless they ask for another. */
public enum SecretForm {
  PKCS12,
  PEM
}
