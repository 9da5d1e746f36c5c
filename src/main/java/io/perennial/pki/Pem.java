package io.perennial.pki;

import io.perennial.kernel.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** The textual encoding of RFC 7468. */
public final class Pem {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** Certificates, one after the other. */
  public static String certificates(List<X509Certificate> chain) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      try {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(LINES.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (CertificateEncodingException broken) {
        throw new IllegalArgumentException("a certificate cannot be encoded", broken);
      }
    }
    return text.toString();
  }

  /**
   * A private key and the chain that certifies it, in one file.
   *
   * @param pkcs8 DER; not copied into a string on the way
   * @param chain PEM
   */
  public static byte[] bundle(byte[] pkcs8, byte[] chain) {
    byte[] encoded = LINES.encode(pkcs8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ascii("-----BEGIN PRIVATE KEY-----\n"));
    bytes.writeBytes(encoded);
    bytes.writeBytes(ascii("\n-----END PRIVATE KEY-----\n"));
    bytes.writeBytes(chain);
    java.util.Arrays.fill(encoded, (byte) 0);
    return bytes.toByteArray();
  }

  /** Reads what {@link #certificates} wrote. */
  public static List<X509Certificate> parse(String text) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(ascii(text)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException broken) {
      throw new IllegalArgumentException("not PEM certificates", broken);
    }
  }

  /**
   * Reads one that somebody sent.
   *
   * @param der at most a few KiB, of any origin
   * @throws Refusal when it is none
   */
  public static X509Certificate certificate(byte[] der) {
    Asn1Guard.check(der);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException broken) {
      throw Asn1Guard.garbage();
    }
  }

  /**
   * Reads the first certificate of a text that somebody sent, such as a chain.
   *
   * @throws Refusal when there is none, or a private key that had better stay where it was
   */
  public static X509Certificate first(String text) {
    List<PemBlocks.Block> blocks = PemBlocks.read(ascii(text));
    if (blocks.stream().anyMatch(block -> block.label().endsWith("PRIVATE KEY"))) {
      throw Refusal.invalid(
          "The file holds a private key, which is not needed here. Send the certificate alone.");
    }
    return blocks.stream()
        .filter(block -> block.label().equals("CERTIFICATE"))
        .findFirst()
        .map(block -> certificate(block.content()))
        .orElseThrow(() -> Refusal.invalid("The file holds no certificate. Send one as PEM."));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
