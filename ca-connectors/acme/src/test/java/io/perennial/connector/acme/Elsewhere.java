package io.perennial.connector.acme;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** An issuer's own keys and state, after its settings were changed. */
record Elsewhere(ConnectorContext issuer, Settings settings, HttpClient client)
    implements ConnectorContext {

  @Override
  public Clock clock() {
    return issuer.clock();
  }

  @Override
  public RandomGenerator random() {
    return issuer.random();
  }

  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    return client;
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    return issuer.signingKey(name, type);
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    return issuer.orderKey(order);
  }

  @Override
  public IssuerState state() {
    return issuer.state();
  }
}
