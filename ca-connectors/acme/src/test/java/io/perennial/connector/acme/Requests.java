package io.perennial.connector.acme;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Requests as the core makes them: empty subject, critical names. */
final class Requests {

  private Requests() {}

  static CertificateRequest dns(String... names) {
    return of(KeyType.P_256, Arrays.stream(names).map(Identifier.Dns::new).toList());
  }

  static CertificateRequest of(KeyType type, List<? extends Identifier> names) {
    return of(type, names, Optional.empty());
  }

  static CertificateRequest of(
      KeyType type, List<? extends Identifier> names, Optional<String> profile) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      generator.initialize(type.bits());
      KeyPair keys = generator.generateKeyPair();
      return new CertificateRequest(
          new OrderKey(UUID.randomUUID().toString().replace("-", "")),
          csr(type, keys, names),
          keys.getPublic(),
          type,
          List.copyOf(names),
          Optional.empty(),
          profile);
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] csr(KeyType type, KeyPair keys, List<? extends Identifier> names)
      throws OperatorCreationException, IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    GeneralName[] general = names.stream().map(Requests::name).toArray(GeneralName[]::new);
    extensions.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(general));
    return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
        .build(new JcaContentSignerBuilder(type.signatureAlgorithm()).build(keys.getPrivate()))
        .getEncoded();
  }

  private static GeneralName name(Identifier name) {
    return name instanceof Identifier.Ip
        ? new GeneralName(GeneralName.iPAddress, name.value())
        : new GeneralName(GeneralName.dNSName, name.value());
  }
}
