package io.perennial.connector.testkit;

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
import java.util.random.RandomGenerator;

/** Another issuer's context, of which a test changes a part. */
public interface BorrowedContext extends ConnectorContext {

  ConnectorContext lender();

  @Override
  default Settings settings() {
    return lender().settings();
  }

  @Override
  default Clock clock() {
    return lender().clock();
  }

  @Override
  default RandomGenerator random() {
    return lender().random();
  }

  @Override
  default HttpClient http(List<X509Certificate> additionalRoots) {
    return lender().http(additionalRoots);
  }

  @Override
  default SigningKey signingKey(String name, KeyType type) {
    return lender().signingKey(name, type);
  }

  @Override
  default SigningKey orderKey(OrderKey order) {
    return lender().orderKey(order);
  }

  @Override
  default URI crlAddress(int series) {
    return lender().crlAddress(series);
  }

  @Override
  default IssuerState state() {
    return lender().state();
  }
}
