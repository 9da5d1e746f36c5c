package io.perennial.connector;

import java.util.Arrays;
import java.util.Optional;

/** What a certified key may be used for, in the order of its bits (RFC 5280, section 4.2.1.3). */
public enum KeyUsage {
  DIGITAL_SIGNATURE("digitalSignature"),
  NON_REPUDIATION("nonRepudiation"),
  KEY_ENCIPHERMENT("keyEncipherment"),
  DATA_ENCIPHERMENT("dataEncipherment"),
  KEY_AGREEMENT("keyAgreement"),
  KEY_CERT_SIGN("keyCertSign"),
  CRL_SIGN("cRLSign"),
  ENCIPHER_ONLY("encipherOnly"),
  DECIPHER_ONLY("decipherOnly");

  private final String word;

  KeyUsage(String word) {
    this.word = word;
  }

  /** Its name in RFC 5280. */
  public String word() {
    return word;
  }

  /** The usage of that name. */
  public static Optional<KeyUsage> of(String word) {
    return Arrays.stream(values()).filter(usage -> usage.word.equals(word)).findFirst();
  }
}
