package io.perennial.bench;

import static io.perennial.bench.Table.number;

import io.perennial.bench.Rounds.Sample;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.Identifier;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import io.perennial.connector.local.SelfSignedFactory;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.key.Keys.NewKey;
import io.perennial.pki.Acceptance;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.springframework.context.ConfigurableApplicationContext;

/** What a self-signed certificate costs one thread before anything is stored. */
final class CryptoBench {

  private static final List<Identifier> NAMES = List.of(new Identifier.Dns("www.example.com"));
  private static final byte[] MESSAGE = new byte[400];

  private final Keys keys;
  private final Envelope envelope;
  private final SecureRandom random = new SecureRandom();

  private CryptoBench(Keys keys, Envelope envelope) {
    this.keys = keys;
    this.envelope = envelope;
  }

  /** Takes: a short, new folder, rounds, seconds. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[1]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));
    try (ConfigurableApplicationContext product = Product.in(Path.of(arguments[0]))) {
      CryptoBench bench =
          new CryptoBench(product.getBean(Keys.class), product.getBean(Envelope.class));
      run(time.multipliedBy(3), CryptoBench::bare);
      run(time.multipliedBy(3), bench::issue);
      Rounds.Medians seen =
          Rounds.of(rounds, () -> run(time, bench::issue), () -> run(time, CryptoBench::bare));
      Table.row(
          "crypto",
          "self-signed P-256 on one thread: key pair sealed, signing request, certificate, acceptance",
          number(seen.ours().rate()) + " per CPU second",
          "bare key pair and one signature " + number(seen.peer().rate()),
          seen.percent(),
          "%",
          ">=",
          "76",
          "an order's signing request is a second signature, and acceptance verifies one");
    }
  }

  /** For seconds of this thread's CPU, so that neighbours do not count. */
  private static Sample run(Duration time, Callable<?> work) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long done = 0;
    while (threads.getCurrentThreadCpuTime() - cpu < time.toNanos()) {
      work.call();
      done++;
    }
    double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
    return new Sample(done / seconds, 0, 0);
  }

  private static byte[] bare() throws SignatureException {
    return KeyPairs.sign(
        KeyPairs.generate(KeyType.P_256).getPrivate(), KeyType.P_256.signatureAlgorithm(), MESSAGE);
  }

  /** Every step of an order but its rows. */
  private String issue() throws Exception {
    byte[] id = new byte[16];
    random.nextBytes(id);
    VersionId version = new VersionId(HexFormat.of().formatHex(id));
    NewKey key = keys.generate(version, KeyType.P_256, NAMES);
    CertificateRequest request =
        new CertificateRequest(
            new OrderKey(version.value()),
            key.csr(),
            key.publicKey(),
            new RequestedCertificate(NAMES, KeyType.P_256, Optional.empty(), Optional.empty()));
    SelfSignedFactory factory = new SelfSignedFactory();
    Connector connector =
        factory.open(
            new Context(
                Settings.of(factory.settings(), Map.of()), random, new Handle(key, envelope)));
    if (connector.submit(request) instanceof Progress.Waiting prepared
        && connector.advance(request, prepared.state())
            instanceof Progress.Issued(List<X509Certificate> chain)
        && Acceptance.objections(request, chain, Instant.now()).isEmpty()) {
      return Pem.certificates(chain);
    }
    throw new IllegalStateException("not issued");
  }

  /** Opens the key for each signature, as the stored one is. */
  private record Handle(NewKey key, Envelope envelope) implements SigningKey {

    @Override
    public KeyType type() {
      return key.type();
    }

    @Override
    public PublicKey publicKey() {
      return key.publicKey();
    }

    @Override
    public byte[] sign(String algorithm, byte[] message) throws SignatureException {
      SealContext context = new SealContext("private-key", key.version().value());
      try (SecretBytes pkcs8 = envelope.open(key.sealed(), context)) {
        return KeyPairs.sign(KeyPairs.privateKey(type(), pkcs8.reveal()), algorithm, message);
      }
    }
  }

  /** Lends the one key; a self-signed certificate needs nothing else. */
  private record Context(Settings settings, RandomGenerator random, SigningKey key)
      implements ConnectorContext {

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public HttpClient http(List<X509Certificate> additionalRoots) {
      throw new UnsupportedOperationException("nothing here needs the network");
    }

    @Override
    public SigningKey signingKey(String name, KeyType type) {
      throw new UnsupportedOperationException("a self-signed certificate has no issuer's key");
    }

    @Override
    public SigningKey orderKey(OrderKey order) {
      return key;
    }

    @Override
    public URI crlAddress(int series) {
      throw new UnsupportedOperationException("a self-signed certificate has no list");
    }

    @Override
    public IssuerState state() {
      throw new UnsupportedOperationException("a self-signed certificate needs no state");
    }
  }
}
