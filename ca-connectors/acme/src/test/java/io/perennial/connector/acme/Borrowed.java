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

/** Another issuer's context, of which a test changes a part. */
interface Borrowed extends ConnectorContext {

  ConnectorContext issuer();

  @Override
  default Settings settings() {
    return issuer().settings();
  }

  @Override
  default Clock clock() {
    return issuer().clock();
  }

  @Override
  default RandomGenerator random() {
    return issuer().random();
  }

  @Override
  default HttpClient http(List<X509Certificate> additionalRoots) {
    return issuer().http(additionalRoots);
  }

  @Override
  default SigningKey signingKey(String name, KeyType type) {
    return issuer().signingKey(name, type);
  }

  @Override
  default SigningKey orderKey(OrderKey order) {
    return issuer().orderKey(order);
  }

  @Override
  default IssuerState state() {
    return issuer().state();
  }
}
