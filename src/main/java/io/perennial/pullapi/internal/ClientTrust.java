package io.perennial.pullapi.internal;

import io.netty.handler.ssl.SslHandler;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.Proof;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets a handshake pass with a client certificate of our authority and with no other. Whether that
 * one still counts is asked with each request: then it can be told in words, by the server's own
 * clock, and it ends on open and on resumed connections too.
 */
final class ClientTrust extends X509ExtendedTrustManager {

  private final X509Certificate authority;

  ClientTrust(X509Certificate authority) {
    this.authority = authority;
  }

  /** Whose key the handshake proved, or the one that this session began with (RFC 8446, 2.2). */
  static Optional<Proof> shown(SslHandler tls) {
    try {
      X509Certificate shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
      return Optional.of(new Proof.ClientCertificate(Fingerprint.of(shown)));
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
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
    ClientAuthority.check(chain[0], authority);
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

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {authority};
  }
}
