package io.perennial.outbound.internal;

import io.perennial.kernel.AddressRules;
import io.perennial.kernel.NetworkRange;
import io.perennial.outbound.OutboundClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Makes clients that trust the platform's roots and some more. */
@Component
@EnableConfigurationProperties(OutboundProperties.class)
class CheckedClients implements OutboundClients {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 1024 * 1024;

  private final AddressRules rules;
  private final List<X509Certificate> roots;

  CheckedClients(OutboundProperties properties) {
    this.rules =
        new AddressRules(
            "perennial.outbound.allow",
            properties.allow().stream().map(NetworkRange::parse).toList());
    this.roots = read(properties.roots());
  }

  private static List<X509Certificate> read(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!read.isEmpty()) {
        return read;
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalStateException(
          "perennial.outbound.roots: %s holds no certificates that can be read. Name a PEM file."
              .formatted(file),
          unreadable);
    }
    throw new IllegalStateException(
        "perennial.outbound.roots: %s holds no certificate. Name a PEM file.".formatted(file));
  }

  @Override
  public HttpClient create(List<X509Certificate> additionalRoots) {
    List<X509Certificate> trusted = new ArrayList<>(roots);
    trusted.addAll(additionalRoots);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            // A proxy would resolve the name itself, past the rules.
            .proxy(HttpClient.Builder.NO_PROXY)
            .sslContext(trusting(trusted));
    return new OutboundClient(builder.build(), rules, DEADLINE, MAX_ANSWER);
  }

  private static SSLContext trusting(List<X509Certificate> additionalRoots) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      int number = 0;
      for (X509Certificate root : platformRoots()) {
        roots.setCertificateEntry("platform-" + number++, root);
      }
      for (X509Certificate root : additionalRoots) {
        roots.setCertificateEntry("additional-" + number++, root);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory(roots).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("TLS cannot be set up", impossible);
    }
  }

  private static X509Certificate[] platformRoots() throws GeneralSecurityException {
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        return known.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  @SuppressWarnings("NullAway") // a null key store means the platform's own
  private static TrustManagerFactory factory(@Nullable KeyStore roots)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    return factory;
  }
}
