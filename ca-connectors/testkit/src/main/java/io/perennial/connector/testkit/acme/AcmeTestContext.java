package io.perennial.connector.testkit.acme;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the core lends, kept in memory. Keys, issuer state and the HTTP client outlive any one
 * connector, so that a test can drop and reopen connectors over the same context. Close it last.
 */
public final class AcmeTestContext implements ConnectorContext, AutoCloseable {

  private static final long MAX_BYTES = 16 * 1024 * 1024;

  private final Settings settings;
  private final Clock clock;
  private final Duration deadline;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
  private final Map<List<X509Certificate>, HttpClient> clients = new ConcurrentHashMap<>();
  private final MemoryIssuerState state = new MemoryIssuerState();

  /**
   * @param deadline for a whole exchange over HTTP, body included
   */
  public AcmeTestContext(Settings settings, Clock clock, Duration deadline) {
    this.settings = settings;
    this.clock = clock;
    this.deadline = deadline;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Trusts the given roots alone: no test reaches out to the world. */
  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    HttpClient client = clients.computeIfAbsent(List.copyOf(additionalRoots), this::client);
    return new BoundedHttpClient(client, deadline, MAX_BYTES);
  }

  private HttpClient client(List<X509Certificate> roots) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(deadline)
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(trusting(roots))
        .build();
  }

  private static SSLContext trusting(List<X509Certificate> roots) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate root : roots) {
        store.setCertificateEntry("root" + store.size(), root);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException("the client's TLS could not be set up", failed);
    }
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    SigningKey key = keys.computeIfAbsent(name, ignored -> new MemorySigningKey(type));
    if (key.type() != type) {
      throw new IllegalStateException("key '" + name + "' is of type " + key.type());
    }
    return key;
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    throw new IllegalStateException("order keys are lent to self-signing connectors only");
  }

  @Override
  public IssuerState state() {
    return state;
  }

  @Override
  public void close() {
    List<HttpClient> open = new ArrayList<>(clients.values());
    clients.clear();
    open.forEach(HttpClient::shutdownNow);
    open.forEach(HttpClient::close);
  }
}
