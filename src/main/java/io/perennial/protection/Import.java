package io.perennial.protection;

import java.util.List;

/**
 * A certificate that was made elsewhere, as somebody brings it.
 *
 * @param name of the certificate; blank: made of its first name
 * @param files PEM or PKCS#12, the private key among them; the caller wipes them
 * @param password that protects the key; empty: none
 * @param issuer by name, which renews it from then on; blank: none, so it is only watched
 */
public record Import(String name, List<byte[]> files, char[] password, String issuer) {

  public Import {
    files = List.copyOf(files);
    password = password.clone();
  }

  @Override
  public char[] password() {
    return password.clone();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "Import[" + name + ", " + files.size() + " files]";
  }
}
