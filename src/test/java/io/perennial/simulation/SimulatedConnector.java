package io.perennial.simulation;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.simulation.SimulatedCa.Call;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Orders, waits as long as the CA takes, and fetches. */
final class SimulatedConnector implements Connector, Revoker {

  static final String ORDERED = "ORDERED";

  private final SimulatedCa ca;
  private final String account;

  SimulatedConnector(SimulatedCa ca, String account) {
    this.ca = ca;
    this.account = account;
  }

  @Override
  public Limits limits() {
    return new Limits(
        Set.of(KeyType.P_256), true, false, 10, Optional.of(Duration.ofDays(397)), ca.inFlight());
  }

  @Override
  public List<String> review(RequestedCertificate requested) {
    return List.of();
  }

  @Override
  public Progress submit(CertificateRequest request) throws ConnectorException {
    Optional<Progress> instead = ca.called(Call.SUBMIT, account, request);
    return instead.isPresent() ? instead.get() : ordered(ca.order(request.order()));
  }

  private Progress.Waiting ordered(Instant readyAt) {
    byte[] data = ByteBuffer.allocate(Long.BYTES).putLong(readyAt.toEpochMilli()).array();
    Duration left = Duration.between(ca.now(), readyAt);
    return new Progress.Waiting(
        new OrderState(ORDERED, data), left.isNegative() ? Duration.ZERO : left, List.of());
  }

  @Override
  public Progress advance(CertificateRequest request, OrderState state) throws ConnectorException {
    Optional<Progress> instead = ca.called(Call.ADVANCE, account, request);
    if (instead.isPresent()) {
      return instead.get();
    }
    Instant readyAt = Instant.ofEpochMilli(ByteBuffer.wrap(state.data()).getLong());
    return ca.now().isBefore(readyAt) ? ordered(readyAt) : new Progress.Issued(ca.issue(request));
  }

  @Override
  public Progress recover(CertificateRequest request) throws ConnectorException {
    Optional<Progress> instead = ca.called(Call.RECOVER, account, request);
    return instead.isPresent() ? instead.get() : ordered(ca.order(request.order()));
  }

  @Override
  public void abandon(CertificateRequest request, OrderState state) throws ConnectorException {
    ca.called(Call.ABANDON, account, request);
    ca.abandon(request.order());
  }

  @Override
  public RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    return ca.revoke(certificate, reason);
  }

  @Override
  public Probe probe() {
    return new Probe(true, "The simulated CA answers.", Optional.empty());
  }

  @Override
  public void close() {}
}
