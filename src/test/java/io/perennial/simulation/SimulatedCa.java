package io.perennial.simulation;

import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A CA that does as the test says and remembers what it issued. It outlives the server that orders
 * from it, as CAs do.
 */
final class SimulatedCa {

  private static final Map<String, SimulatedCa> ALL = new ConcurrentHashMap<>();

  private final Clock clock;
  private final CertificateMint mint = new CertificateMint();
  private final List<Issued> issued = new CopyOnWriteArrayList<>();
  private final List<Outage> outages = new CopyOnWriteArrayList<>();
  private final List<Called> calls = new CopyOnWriteArrayList<>();
  private final List<OrderKey> abandoned = new CopyOnWriteArrayList<>();
  private final Map<OrderKey, Instant> orders = new ConcurrentHashMap<>();
  private final Map<OrderKey, List<X509Certificate>> chains = new ConcurrentHashMap<>();
  private volatile Behaviour behaviour = (call, account, request) -> Optional.empty();
  private final Map<BigInteger, RevocationReason> revoked = new ConcurrentHashMap<>();
  private volatile Optional<String> unwilling = Optional.empty();
  private volatile Duration processing = Duration.ZERO;
  private volatile Duration life = Duration.ofDays(47);
  private volatile Duration backdated = Duration.ZERO;
  private volatile Lie lie = Lie.NONE;
  private volatile int inFlight = 100;

  private SimulatedCa(Clock clock) {
    this.clock = clock;
  }

  /** A new CA under this name; issuers find it by their setting. */
  static SimulatedCa create(String name, Clock clock) {
    SimulatedCa ca = new SimulatedCa(clock);
    ALL.put(name, ca);
    return ca;
  }

  /** An issuer may be configured that nobody orders from. */
  static SimulatedCa named(String name) {
    return ALL.computeIfAbsent(name, absent -> new SimulatedCa(Clock.systemUTC()));
  }

  /** Answers nothing between these instants. */
  void outage(Instant from, Instant until) {
    outages.add(new Outage(from, until));
  }

  /** What it does instead of its work, until told otherwise. */
  void behave(Behaviour other) {
    behaviour = other;
  }

  void behaveWell() {
    behaviour = (call, account, request) -> Optional.empty();
    lie = Lie.NONE;
  }

  void lie(Lie other) {
    lie = other;
  }

  /** How long it takes from an order to its certificate. */
  void takes(Duration duration) {
    processing = duration;
  }

  /** How long certificates live for which nobody asks otherwise. */
  void life(Duration duration) {
    life = duration;
  }

  /** How much of its life a certificate has behind it when it is issued. */
  void backdates(Duration duration) {
    backdated = duration;
  }

  void takesAtOnce(int orders) {
    inFlight = orders;
  }

  int inFlight() {
    return inFlight;
  }

  /** Everything it ever issued, believed or not. */
  List<Issued> issued() {
    return List.copyOf(issued);
  }

  List<Called> calls() {
    return List.copyOf(calls);
  }

  long calls(Call call) {
    return calls.stream().filter(called -> called.call() == call).count();
  }

  List<OrderKey> abandoned() {
    return List.copyOf(abandoned);
  }

  Instant now() {
    return clock.instant();
  }

  /** Revokes nothing from now on, for this reason. */
  void refusesToRevoke(String reason) {
    unwilling = Optional.of(reason);
  }

  void revokesAgain() {
    unwilling = Optional.empty();
  }

  /** By serial number. */
  Map<BigInteger, RevocationReason> revoked() {
    return Map.copyOf(revoked);
  }

  RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    requireUp(now());
    if (unwilling.isPresent()) {
      return new RevocationOutcome.Refused(
          new Problem(Problem.Blame.REQUEST, "no", unwilling.get(), Optional.empty()));
    }
    revoked.putIfAbsent(certificate.getSerialNumber(), reason);
    return new RevocationOutcome.Revoked();
  }

  Optional<Progress> called(Call call, String account, CertificateRequest request)
      throws ConnectorException {
    Instant now = now();
    calls.add(new Called(call, now, request.order()));
    requireUp(now);
    return behaviour.at(call, account, request);
  }

  private void requireUp(Instant now) throws CaUnavailable {
    for (Outage outage : outages) {
      if (!now.isBefore(outage.from()) && now.isBefore(outage.until())) {
        throw new CaUnavailable("The CA does not answer.", Optional.empty());
      }
    }
  }

  /** The order is known by its key, so that asking twice orders once. */
  Instant order(OrderKey key) {
    return orders.computeIfAbsent(key, fresh -> now().plus(processing));
  }

  void abandon(OrderKey key) {
    abandoned.add(key);
  }

  List<X509Certificate> issue(CertificateRequest request) {
    return chains.computeIfAbsent(
        request.order(),
        order -> {
          List<X509Certificate> chain =
              mint.chain(request, now().minus(backdated), request.validity().orElse(life), lie);
          issued.add(new Issued(now(), order, chain.getFirst()));
          return chain;
        });
  }

  /** The steps that reach a CA. */
  enum Call {
    SUBMIT,
    ADVANCE,
    RECOVER,
    ABANDON
  }

  /** What a CA does instead of its work; empty: its work. */
  interface Behaviour {
    Optional<Progress> at(Call call, String account, CertificateRequest request)
        throws ConnectorException;
  }

  /** A line of the CA's own list. */
  record Issued(Instant at, OrderKey order, X509Certificate certificate) {}

  /** A call and when it came. */
  record Called(Call call, Instant at, OrderKey order) {}

  private record Outage(Instant from, Instant until) {}
}
