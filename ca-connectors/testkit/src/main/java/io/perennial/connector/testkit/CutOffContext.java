package io.perennial.connector.testkit;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.SigningKey;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A context without network and, where so wanted, without what is stored. */
final class CutOffContext implements BorrowedContext {

  private final ConnectorContext context;
  private final boolean stores;
  private final UnreachableHttpClient http = new UnreachableHttpClient();

  private CutOffContext(ConnectorContext context, boolean stores) {
    this.context = context;
    this.stores = stores;
  }

  /** Only the network is gone. */
  static CutOffContext offline(ConnectorContext context) {
    return new CutOffContext(context, true);
  }

  /** The database and the keys are gone too: reading them throws unchecked exceptions. */
  static CutOffContext broken(ConnectorContext context) {
    return new CutOffContext(context, false);
  }

  /** How often somebody tried to send something. */
  int attempts() {
    return http.attempts();
  }

  @Override
  public ConnectorContext lender() {
    return context;
  }

  @Override
  public HttpClient http(List<X509Certificate> additionalRoots) {
    return http;
  }

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    return stored().signingKey(name, type);
  }

  @Override
  public SigningKey orderKey(OrderKey order) {
    return stored().orderKey(order);
  }

  @Override
  public IssuerState state() {
    return stores ? context.state() : new LostState();
  }

  /** The core hands out the state without a look at the database. */
  private static final class LostState implements IssuerState {

    @Override
    public Optional<Stored> read() {
      throw gone();
    }

    @Override
    public boolean compareAndSet(long expectedRevision, byte[] value) {
      throw gone();
    }
  }

  private static IllegalStateException gone() {
    return new IllegalStateException("the database is gone in this test");
  }

  private ConnectorContext stored() {
    if (!stores) {
      throw gone();
    }
    return context;
  }
}
