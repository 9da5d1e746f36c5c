package io.perennial.testing;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's side of the pull API, trusting the private CA's root and nothing else. */
public final class PullClient {

  private final HttpClient http;
  private final String base;

  public PullClient(RunningServer server) {
    this.http = HttpClient.newBuilder().sslContext(trusting(server)).build();
    this.base = "https://localhost:" + server.httpsPort();
  }

  private static SSLContext trusting(RunningServer server) {
    try {
      Principal system = RunningServer.SYSTEM;
      Issuers issuers = server.bean(Issuers.class);
      var issuer = issuers.find(system, new ObjectName("private-ca")).orElseThrow();
      KeyStore roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      if (!(issuers.open(system, issuer.id()) instanceof TrustSource source)) {
        throw new CaMisconfigured("type", "the private CA tells its roots");
      }
      for (X509Certificate root : source.roots()) {
        roots.setCertificateEntry(root.getSerialNumber().toString(), root);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(roots);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException | ConnectorException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Sends with a credential, or without one when it is empty. */
  public HttpResponse<byte[]> send(
      String method, String path, String credential, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<byte[]> get(String path, String credential, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, credential, "", headers);
  }

  public HttpResponse<byte[]> post(String path, String credential, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(
        "POST",
        path,
        credential,
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }

  public static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
