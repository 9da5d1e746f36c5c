package io.perennial.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 of a certificate's DER, as 64 lower-case hexadecimal digits. */
public record Fingerprint(String value) {

  public static Fingerprint of(X509Certificate certificate) {
    try {
      return of(certificate.getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Of bytes that were not read yet, and need not be a certificate. */
  public static Fingerprint of(byte[] der) {
    try {
      return new Fingerprint(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Enough to tell two apart by eye. */
  public String abbreviated() {
    return value.substring(0, 12);
  }
}
