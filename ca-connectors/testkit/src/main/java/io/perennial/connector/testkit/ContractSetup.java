package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Identifier;
import io.perennial.connector.Instruction;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.testkit.OrderRun.Manner;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a connector's test says of its CA, and what the cases are made with. */
abstract class ContractSetup {

  private SettableClock clock = new SettableClock(Instant.EPOCH);
  private List<InMemoryContext> contexts = List.of();

  /** The kind of CA under test. */
  protected abstract ConnectorFactory factory();

  /** Settings that work. Give every secret one: its value is searched for where it must not be. */
  protected abstract Map<String, String> settings();

  /** Every phase that a faultless order may be in. Stored orders outlive releases: never rename. */
  protected abstract Set<String> phases();

  /** Where a chain must end; a self-signed certificate is its own root. */
  protected abstract List<X509Certificate> roots(Connector connector, X509Certificate leaf)
      throws Exception;

  /** What is asked for; override where the CA issues other names than these, or more kinds. */
  protected List<Identifier> identifiers() {
    return List.of(
        new Identifier.Dns("www.example.test"),
        new Identifier.Dns("example.test"),
        new Identifier.Dns("shop.example.test"));
  }

  /** Does what the CA wants proved. */
  protected void perform(Instruction instruction) throws Exception {
    fail("this test cannot perform %s: override perform() and undo()", instruction);
  }

  /** Takes back what {@link #perform} did. */
  protected void undo(Instruction instruction) throws Exception {
    fail("this test cannot undo %s: override perform() and undo()", instruction);
  }

  /** All certificates that the CA says it issued during this case, where it can be asked. */
  protected Optional<List<X509Certificate>> issuedByTheCa() throws Exception {
    return Optional.empty();
  }

  /** Whether the CA says that it revoked a certificate, where it can be asked. */
  protected Optional<Boolean> revokedByTheCa(Connector connector, X509Certificate certificate)
      throws Exception {
    return Optional.empty();
  }

  /** Where the clock stands first; it moves only as the connector's answers ask for. */
  protected Instant start() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Most time one call may take. The default leaves room to find an RSA key on a slow machine. */
  protected Duration bound() {
    return Duration.ofSeconds(20);
  }

  @BeforeEach
  final void startClock() {
    clock = new SettableClock(start());
    contexts = new ArrayList<>();
  }

  @AfterEach
  final void closeContexts() {
    contexts.forEach(InMemoryContext::close);
  }

  /** The clock of every context of the running case. */
  protected final SettableClock clock() {
    return clock;
  }

  /** An issuer of its own: the connectors opened at one bench share context and keys. */
  final InMemoryContext newContext() throws Exception {
    InMemoryContext context = new InMemoryContext(factory(), settings(), clock);
    contexts.add(context);
    return context;
  }

  final Workbench bench(InMemoryContext context) {
    Workbench.Ground ground =
        new Workbench.Ground() {
          @Override
          public void perform(Instruction instruction) throws Exception {
            ContractSetup.this.perform(instruction);
          }

          @Override
          public void undo(Instruction instruction) throws Exception {
            ContractSetup.this.undo(instruction);
          }
        };
    return new Workbench(factory(), context, clock, new BoundedCalls(bound()), ground);
  }

  /** For the key type that is cheapest among those on offer, with a key nobody else has. */
  final CertificateRequest request(InMemoryContext context) throws Exception {
    KeyType type = offered(context).stream().sorted().findFirst().orElseThrow();
    return request(context, type, TestKeys.fresh(type));
  }

  final CertificateRequest request(InMemoryContext context, KeyType type, KeyPair pair) {
    CertificateRequest request =
        TestRequests.request(
            pair,
            new RequestedCertificate(identifiers(), type, Optional.empty(), Optional.empty()));
    context.keep(request.order(), type, pair);
    return request;
  }

  final Set<KeyType> offered(InMemoryContext context) throws Exception {
    Workbench bench = bench(context);
    try (Connector connector = bench.open()) {
      return bench.calls().call("limits", connector::limits).keyTypes();
    }
  }

  /** An order driven to its end on one instance. */
  final OrderRun issued(Workbench bench, CertificateRequest request) throws Exception {
    try (OrderRun run = new OrderRun(bench, request, Manner.ONE_INSTANCE)) {
      run.issue();
      return run;
    }
  }

  /** Secret settings, and the private keys that the context holds by now. */
  final Canaries canaries(InMemoryContext context) {
    Canaries canaries = new Canaries();
    canaries.addSecretsOf(factory().settings(), context.settings());
    for (PrivateKey key : context.privateKeys()) {
      canaries.add(key);
    }
    return canaries;
  }

  final void assertIssuedOnce(CertificateRequest request, OrderRun run) throws Exception {
    assertThat(ChainCheck.count(run.issued())).as("certificates that came of one order").isOne();
    Optional<List<X509Certificate>> known = issuedByTheCa();
    if (known.isPresent()) {
      List<X509Certificate> ours =
          known.get().stream()
              .filter(certificate -> certificate.getPublicKey().equals(request.publicKey()))
              .toList();
      assertThat(ChainCheck.count(ours)).as("certificates that the CA knows of").isLessThan(2);
    }
  }
}
