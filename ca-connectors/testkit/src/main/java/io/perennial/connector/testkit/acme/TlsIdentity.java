package io.perennial.connector.testkit.acme;

import io.perennial.connector.testkit.acme.CertificateMint.Identity;
import io.perennial.connector.testkit.acme.CertificateMint.Template;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}, for servers that tests
 * start.
 */
public final class TlsIdentity {

  private final Identity identity;

  /**
   * Makes a key and its certificate, valid for a year.
   *
   * @param now by the clock that TLS itself goes by
   */
  public TlsIdentity(Instant now) {
    Template template =
        new Template(
            "localhost",
            List.of(
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
            false,
            now.minus(Duration.ofDays(1)),
            Duration.ofDays(365),
            Optional.empty());
    this.identity = CertificateMint.identity(template);
  }

  /** What a client must trust. */
  public X509Certificate certificate() {
    return identity.certificate();
  }

  /** The private key, PKCS#8, DER: a test may write it where another process reads it. */
  public byte[] privateKey() {
    return identity.key().getEncoded();
  }

  /** What a server shows it with. */
  public SSLContext serverContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "tls", identity.key(), new char[0], new Certificate[] {identity.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException("the server's TLS could not be set up", failed);
    }
  }
}
