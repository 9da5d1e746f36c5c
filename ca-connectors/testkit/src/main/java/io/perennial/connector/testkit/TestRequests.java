package io.perennial.connector.testkit;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.RequestedCertificate;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Requests as the core makes them, with a PKCS#10 that carries the identifiers. */
public final class TestRequests {

  private static final SecureRandom RANDOM = new SecureRandom();

  private TestRequests() {}

  /** An order key that was never used. */
  public static OrderKey newOrder() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return new OrderKey(HexFormat.of().formatHex(bytes));
  }

  /** A request for a new order. */
  public static CertificateRequest request(KeyPair pair, RequestedCertificate requested) {
    return new CertificateRequest(
        newOrder(),
        csr(requested.keyType(), pair, requested.identifiers()),
        pair.getPublic(),
        requested);
  }

  /** PKCS#10, DER, empty subject, the identifiers as requested extension (RFC 2985, 5.4.2). */
  public static byte[] csr(KeyType type, KeyPair pair, List<Identifier> identifiers) {
    try {
      PKCS10CertificationRequestBuilder request =
          new JcaPKCS10CertificationRequestBuilder(new X500Name(""), pair.getPublic());
      if (!identifiers.isEmpty()) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
            Extension.subjectAlternativeName,
            true,
            new GeneralNames(
                identifiers.stream().map(TestRequests::generalName).toArray(GeneralName[]::new)));
        request.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      return request
          .build(new JcaContentSignerBuilder(type.signatureAlgorithm()).build(pair.getPrivate()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("no PKCS#10 can be made of this test's key", e);
    }
  }

  /** The identifier as a subject alternative name has it (RFC 5280, section 4.2.1.6). */
  public static GeneralName generalName(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Dns dns -> new GeneralName(GeneralName.dNSName, dns.value());
      case Identifier.Ip ip -> new GeneralName(GeneralName.iPAddress, ip.value());
    };
  }
}
