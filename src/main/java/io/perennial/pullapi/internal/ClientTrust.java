package io.perennial.pullapi.internal;

import io.netty.handler.ssl.SslHandler;
import io.perennial.publication.Proof;
import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets a handshake pass with any client certificate: it proves that the client has the key, and no
 * more. Who signed it and whether it counts is asked with each request, off the event loop: then it
 * can be told in words, by the server's own clock, and it ends on open and on resumed connections
 * too. Nothing in it is read before.
 */
final class ClientTrust extends X509ExtendedTrustManager {

  /** All that is shown: tickets carry it, and it is kept for as long as the connection. */
  private static final int MOST_BYTES = 16 * 1024;

  private final X509Certificate authority;

  ClientTrust(X509Certificate authority) {
    this.authority = authority;
  }

  /** Whose key the handshake proved, or the one that this session began with (RFC 8446, 2.2). */
  static Optional<Proof> shown(SslHandler tls) {
    try {
      return Optional.of(
          new Proof.ClientCertificate(
              tls.engine().getSession().getPeerCertificates()[0].getEncoded()));
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was shown has no bytes", impossible);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    int bytes = 0;
    for (X509Certificate each : chain) {
      bytes += each.getEncoded().length;
    }
    if (bytes > MOST_BYTES) {
      throw new CertificateException("more than %d bytes of certificates".formatted(MOST_BYTES));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is called from here");
  }

  /** A hint, for clients that have several. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {authority};
  }
}
