package io.perennial.testing;

import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** A TLS client's own key, and what it shows with it. */
public record ClientKey(KeyPair pair) {

  private static final String END = "-----END CERTIFICATE-----";

  public static ClientKey fresh() {
    return new ClientKey(KeyPairs.generate(KeyType.P_256));
  }

  /** A signing request for it, PEM. */
  public String csr() {
    return pem(request("CN=agent", "urn:none"));
  }

  /** The same, that asks to be somebody. */
  public String csr(String subject, String uri) {
    return pem(request(subject, uri));
  }

  /** DER. */
  public PKCS10CertificationRequest request(String subject, String uri) {
    try {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
      return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic())
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
          .build(new JcaContentSignerBuilder(algorithm()).build(pair.getPrivate()));
    } catch (IOException | OperatorCreationException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private String algorithm() {
    return pair.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  public static String pem(PKCS10CertificationRequest request) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("CERTIFICATE REQUEST", request.getEncoded()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** Writes key and certificate as programs take them, in one file. */
  public Path write(Path file, X509Certificate certificate) {
    byte[] chain = Pem.certificates(List.of(certificate)).getBytes();
    Folders.writePrivate(file, new String(Pem.bundle(pair.getPrivate().getEncoded(), chain)));
    return file;
  }

  /** Shows a certificate whatever the server would rather see. */
  public SSLContext showing(RunningServer server, X509Certificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new Shown(pair.getPrivate(), certificate)},
          TrustingClient.trust(server),
          null);
      return context;
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** All of a certificate's bytes. */
  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The first certificate in a text, such as an answer of the pull API. */
  public static X509Certificate in(String text) {
    int end = text.indexOf(END) + END.length();
    return Pem.parse(text.substring(text.indexOf("-----BEGIN CERTIFICATE"), end)).getFirst();
  }

  private static final class Shown extends X509ExtendedKeyManager {

    private static final String ALIAS = "shown";
    private final PrivateKey key;
    private final X509Certificate certificate;

    private Shown(PrivateKey key, X509Certificate certificate) {
      this.key = key;
      this.certificate = certificate;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException("a client");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
