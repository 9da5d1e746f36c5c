package io.perennial.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A program that has certificates issued through the management API. */
final class Api {

  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private final HttpClient http;
  private final URI base;
  private final String authorization;
  private final Duration look;

  /**
   * @param look the first pause before a look at a certificate that is not issued yet; they grow
   */
  Api(Path roots, URI base, Path token, Duration look)
      throws IOException, GeneralSecurityException {
    this.http = client(roots);
    this.base = base;
    this.authorization = "Bearer " + Files.readString(token).strip();
    this.look = look;
  }

  static HttpClient client(Path roots) throws IOException, GeneralSecurityException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(trusting(roots))
        .build();
  }

  static SSLContext trusting(Path roots) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(roots)) {
      for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("root-" + store.size(), root);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Asks for a certificate and returns as soon as it is issued, or its CA keeps us waiting. */
  String create(String issuer, String keyType) throws IOException, InterruptedException {
    String body =
        """
        {"domains":["n%d.example.com"],"issuer":"%s","keyType":"%s"}\
        """
            .formatted(NEXT.incrementAndGet(), issuer, keyType);
    return send(post("/api/v1/certificates", body), 201);
  }

  /** Asks for a certificate and returns once it is issued and stored. */
  String issue(String issuer, String keyType) throws IOException, InterruptedException {
    String created = create(issuer, keyType);
    Matcher id = ID.matcher(created);
    if (!id.find()) {
      throw new IOException("no id in " + created);
    }
    long pause = look.toNanos();
    for (String seen = created; !seen.contains("\"current\":{"); seen = get(id.group(1))) {
      // Looks that come too often would be most of what the server does.
      LockSupport.parkNanos(pause);
      pause = pause * 5 / 4;
    }
    return id.group(1);
  }

  /** Has a certificate renewed and returns once the new version is stored. */
  void renew(String id) throws IOException, InterruptedException {
    Pattern number = Pattern.compile("\"number\":(\\d+)");
    String before = first(number, get(id));
    send(post("/api/v1/certificates/" + id + "/renew", ""), 202);
    while (first(number, get(id)).equals(before)) {
      LockSupport.parkNanos(look.toNanos());
    }
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  /**
   * The value of a meter that the server has.
   *
   * @param name with its labels
   */
  double metric(String name) throws IOException, InterruptedException {
    String all = send(HttpRequest.newBuilder(base.resolve("/api/v1/metrics")), 200);
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private String get(String id) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve("/api/v1/certificates/" + id)), 200);
  }

  private HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Content-Type", "application/json")
        .header("Prefer", "wait=30")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private String send(HttpRequest.Builder request, int wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request.header("Authorization", authorization).timeout(Duration.ofSeconds(30)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != wanted) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
