package io.perennial.connector.local;

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

/** The same issuer as another context's, as another node sees it. */
class BorrowedContext implements ConnectorContext {

  private final ConnectorContext context;

  BorrowedContext(ConnectorContext context) {
    this.context = context;
  }

  @Override
  public Settings settings() {
    return context.settings();
  }

  @Override
  public Clock clock() {
    return context.clock();
  }

  @Override
  public RandomGenerator random() {
    return context.random();
  }

  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    return context.http(additionalRoots);
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    return context.signingKey(name, type);
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    return context.orderKey(order);
  }

  @Override
  public IssuerState state() {
    return context.state();
  }
}
