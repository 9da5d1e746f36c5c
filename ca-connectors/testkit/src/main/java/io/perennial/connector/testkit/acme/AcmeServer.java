package io.perennial.connector.testkit.acme;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An ACME CA (RFC 8555) over HTTPS on the loopback address and a free port, which misbehaves as its
 * {@link #faults} and {@link #behaviour} say. Close it after the test.
 */
public final class AcmeServer implements AutoCloseable {

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final FaultScript faults = new FaultScript();
  private final CaBehaviour behaviour = new CaBehaviour();
  private final TlsIdentity tls = new TlsIdentity(Clock.systemUTC().instant());
  private final Nonces nonces = new Nonces();
  private final AccountBook accounts = new AccountBook();
  private final OrderBook orders;
  private final IssuingCa ca;
  private final Endpoints endpoints;
  private final AcmeHandler handler;

  /**
   * Starts.
   *
   * @param clock dates what is issued; the server's own TLS goes by the system's clock
   */
  public AcmeServer(Clock clock, Http01Validator validator) throws IOException {
    this.orders = new OrderBook(clock, behaviour);
    this.ca = new IssuingCa(clock);
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Addresses addresses = new Addresses("localhost:" + port(), behaviour);
    this.endpoints = new Endpoints(addresses, accounts, orders, ca, behaviour, validator);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    server.setExecutor(threads);
    this.handler =
        new AcmeHandler(
            faults,
            behaviour,
            nonces,
            new JwsVerifier(nonces, accounts),
            endpoints,
            new AnswerWriter(closing));
    server.createContext("/", handler);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Where a client begins; always on {@code localhost}. */
  public URI directory() {
    return URI.create("https://localhost:" + port() + ResourceKind.DIRECTORY.path());
  }

  /** What a client must trust to reach the server. */
  public X509Certificate tlsRoot() {
    return tls.certificate();
  }

  /** What a relying party must trust to believe the certificates. */
  public X509Certificate issuingRoot() {
    return ca.root();
  }

  public FaultScript faults() {
    return faults;
  }

  public CaBehaviour behaviour() {
    return behaviour;
  }

  /** Every end-entity certificate ever issued, in order: the CA's own truth. */
  public List<X509Certificate> issued() {
    return ca.issued();
  }

  /** The reasons of what was revoked (RFC 5280, section 5.3.1), by serial number. */
  public Map<BigInteger, Integer> revoked() {
    return ca.revoked();
  }

  /** How many accounts were ever made. */
  public int accountsCreated() {
    return accounts.created();
  }

  /** The contacts of each account, oldest first. */
  public List<List<?>> contacts() {
    return accounts.contacts();
  }

  /** The certificates that orders claimed to replace, by their names in RFC 9773, oldest first. */
  public List<String> replacementsClaimed() {
    return endpoints.replacements().claimed();
  }

  /** How many connections clients have opened. */
  public int connections() {
    return handler.connections();
  }

  /** The status of each order, oldest first. */
  public List<String> orderStatuses() {
    return orders.statuses();
  }

  /** The status of each authorization, oldest first. */
  public List<String> authorizationStatuses() {
    return orders.authorizationStatuses();
  }

  /** Loses accounts, orders and nonces, as a CA does that keeps them in memory and restarts. */
  public void forgetEverything() {
    accounts.forgetAll();
    orders.forgetAll();
    nonces.forgetAll();
  }

  /** Loses the orders alone. */
  public void forgetOrders() {
    orders.forgetAll();
  }

  /** Ends every order without a certificate. */
  public void failOrders(String reason) {
    orders.failAll(reason);
  }

  public void deactivateAccounts() {
    accounts.deactivateAll();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
