package io.perennial.issuer.internal;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** What one connector may touch. */
record LentContext(
    Settings settings,
    Clock clock,
    RandomGenerator random,
    Function<List<X509Certificate>, HttpClient> clients,
    BiFunction<String, KeyType, SigningKey> issuerKeys,
    Function<OrderKey, SigningKey> orderKeys,
    IntFunction<URI> crlAddresses,
    IssuerState state)
    implements ConnectorContext {

  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    return clients.apply(additionalRoots);
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    return issuerKeys.apply(name, type);
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    return orderKeys.apply(order);
  }

  @Override
  public URI crlAddress(int series) {
    return crlAddresses.apply(series);
  }

  @Override
  public String toString() {
    return "ConnectorContext";
  }
}
