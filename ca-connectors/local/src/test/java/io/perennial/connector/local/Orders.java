package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderState;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.X509Properties;
import io.perennial.connector.testkit.InMemoryContext;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.connector.testkit.TestRequests;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One issuer, its clock, and short ways to place orders. */
final class Orders {

  static final Instant START = Instant.parse("2026-11-23T08:00:00.750Z");

  static final List<Identifier> EVERY_KIND =
      List.of(
          new Identifier.Dns("www.example.test"),
          new Identifier.Dns("*.example.test"),
          new Identifier.Dns("localhost"),
          new Identifier.Ip("192.0.2.7"),
          new Identifier.Ip("2001:db8::7"));

  private final ConnectorFactory factory;
  private final SettableClock clock;
  private final InMemoryContext context;

  Orders(ConnectorFactory factory, Map<String, String> settings) throws Exception {
    this.factory = factory;
    this.clock = new SettableClock(START);
    this.context = new InMemoryContext(factory, settings, clock);
  }

  static Orders privateCa() throws Exception {
    return new Orders(new PrivateCaFactory(), Map.of());
  }

  static Orders selfSigned() throws Exception {
    return new Orders(new SelfSignedFactory(), Map.of());
  }

  SettableClock clock() {
    return clock;
  }

  ConnectorContext context() {
    return context;
  }

  Connector open() throws Exception {
    return factory.open(context);
  }

  CertificateRequest request(Duration validity) {
    return request(KeyType.P_256, EVERY_KIND, Optional.of(validity));
  }

  CertificateRequest request(String... names) {
    List<Identifier> identifiers =
        Arrays.stream(names).<Identifier>map(Identifier.Dns::new).toList();
    return request(KeyType.P_256, identifiers, Optional.empty());
  }

  CertificateRequest request(
      KeyType type, List<Identifier> identifiers, Optional<Duration> validity) {
    return request(new RequestedCertificate(identifiers, type, validity, Optional.empty()));
  }

  CertificateRequest request(
      KeyType type, List<Identifier> identifiers, X509Properties properties) {
    return request(
        new RequestedCertificate(
            identifiers, type, Optional.empty(), Optional.empty(), properties));
  }

  private CertificateRequest request(RequestedCertificate requested) {
    KeyType type = requested.keyType();
    KeyPair pair = TestKeys.shared(type);
    CertificateRequest request = TestRequests.request(pair, requested);
    context.keep(request.order(), type, pair);
    return request;
  }

  OrderState prepare(CertificateRequest request) throws Exception {
    Progress progress = open().submit(request);
    assertThat(progress).isInstanceOf(Progress.Waiting.class);
    return ((Progress.Waiting) progress).state();
  }

  List<X509Certificate> issue(CertificateRequest request) throws Exception {
    return issue(request, prepare(request));
  }

  List<X509Certificate> issue(CertificateRequest request, OrderState state) throws Exception {
    Progress progress = open().advance(request, state);
    assertThat(progress).isInstanceOf(Progress.Issued.class);
    return ((Progress.Issued) progress).chain();
  }

  static Problem refusal(Progress progress) {
    assertThat(progress).isInstanceOf(Progress.Refused.class);
    return ((Progress.Refused) progress).problem();
  }
}
