package io.perennial.connector.testkit;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** All that the core lends a connector, kept in memory; outlives the connectors opened with it. */
public final class InMemoryContext implements ConnectorContext, AutoCloseable {

  private final ConnectorFactory factory;
  private final Settings settings;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();
  private final InMemoryIssuerState state = new InMemoryIssuerState();
  private final Map<String, InMemorySigningKey> keys = new ConcurrentHashMap<>();
  private final Map<OrderKey, InMemorySigningKey> orderKeys = new ConcurrentHashMap<>();
  private final Map<List<X509Certificate>, HttpClient> clients = new ConcurrentHashMap<>();

  /**
   * A context for connectors of one kind.
   *
   * @throws CaMisconfigured when the values do not fit the factory's schema
   */
  public InMemoryContext(ConnectorFactory factory, Map<String, String> values, Clock clock)
      throws CaMisconfigured {
    this.factory = factory;
    this.settings = Settings.of(factory.settings(), values);
    this.clock = clock;
  }

  /** Makes the key of an order known; lent only where the factory is self-signing. */
  public void keep(OrderKey order, KeyType type, KeyPair pair) {
    orderKeys.put(order, new InMemorySigningKey(type, pair));
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

  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    return clients.computeIfAbsent(List.copyOf(additionalRoots), BoundedHttpClient::trusting);
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    InMemorySigningKey key =
        keys.computeIfAbsent(name, made -> new InMemorySigningKey(type, TestKeys.fresh(type)));
    if (key.type() != type) {
      throw new IllegalStateException("the key '" + name + "' has the type " + key.type());
    }
    return key;
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    InMemorySigningKey key = orderKeys.get(order);
    if (!factory.selfSigning() || key == null) {
      throw new IllegalStateException("this order's key is not lent");
    }
    return key;
  }

  @Override
  public URI crlAddress(int series) {
    return URI.create("http://pki.example.test:8080/crl/" + series + ".crl");
  }

  @Override
  public IssuerState state() {
    return state;
  }

  /** Every private key there is, whether lent or not. */
  List<PrivateKey> privateKeys() {
    return Stream.concat(keys.values().stream(), orderKeys.values().stream())
        .map(InMemorySigningKey::privateKey)
        .toList();
  }

  /** Ends the threads of the HTTP clients that were lent. */
  @Override
  public void close() {
    clients.values().forEach(HttpClient::close);
    clients.clear();
  }

  @Override
  public String toString() {
    return "InMemoryContext[" + factory.type() + "]";
  }
}
