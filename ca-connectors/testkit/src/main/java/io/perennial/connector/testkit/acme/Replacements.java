package io.perennial.connector.testkit.acme;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** Which certificates renewal information names, and which were replaced (RFC 9773). */
final class Replacements {

  private final IssuingCa ca;
  private final List<String> claimed = new ArrayList<>();
  private final Set<String> replaced = new HashSet<>();

  Replacements(IssuingCa ca) {
    this.ca = ca;
  }

  /** Section 4.1: key identifier and serial number, base64url, joined by a dot. */
  private static String name(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
    AuthorityKeyIdentifier issuer =
        AuthorityKeyIdentifier.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
    BigInteger serial = certificate.getSerialNumber();
    return base64url.encodeToString(issuer.getKeyIdentifierOctets())
        + "."
        + base64url.encodeToString(serial.toByteArray());
  }

  X509Certificate issued(String name) throws Refusal {
    return ca.issued().stream()
        .filter(certificate -> name(certificate).equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("certificate " + name));
  }

  /** Section 5: a certificate is replaced once. */
  synchronized void replace(String name) throws Refusal {
    claimed.add(name);
    issued(name);
    if (!replaced.add(name)) {
      throw new Refusal(409, "alreadyReplaced", "another order replaces " + name);
    }
  }

  /** What orders claimed to replace, oldest first, believed or not. */
  synchronized List<String> claimed() {
    return List.copyOf(claimed);
  }
}
