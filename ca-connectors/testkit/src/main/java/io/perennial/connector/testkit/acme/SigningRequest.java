package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import io.perennial.connector.testkit.TestRequests;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** The CSR of a finalize request, checked as RFC 8555, section 7.4, asks. */
record SigningRequest(PublicKey key) {

  static SigningRequest check(@Nullable Object base64url, List<Identifier> names) throws Refusal {
    try {
      byte[] der = Base64.getUrlDecoder().decode(String.valueOf(base64url));
      JcaPKCS10CertificationRequest csr = new JcaPKCS10CertificationRequest(der);
      PublicKey key = csr.getPublicKey();
      if (!csr.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new Refusal(400, "badCSR", "the signature of the CSR does not verify");
      }
      Set<GeneralName> wanted =
          names.stream().map(TestRequests::generalName).collect(Collectors.toUnmodifiableSet());
      if (!wanted.equals(names(csr))) {
        throw new Refusal(400, "badCSR", "the names of the CSR are not those of the order");
      }
      return new SigningRequest(key);
    } catch (IOException
        | PKCSException
        | OperatorCreationException
        | GeneralSecurityException
        | IllegalArgumentException unreadable) {
      throw new Refusal(400, "badCSR", "the CSR cannot be read");
    }
  }

  private static Set<GeneralName> names(JcaPKCS10CertificationRequest csr) {
    return Arrays.stream(csr.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
        .map(attribute -> Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)))
        .map(
            extensions -> GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName))
        .flatMap(found -> found == null ? Stream.empty() : Arrays.stream(found.getNames()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
