package io.perennial.connector.testkit;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Instruction;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the contract; subclasses break it in one place each. */
class ToyConnector implements Connector {

  static final String ORDERED = "ORDERED";
  private static final Duration WAIT = Duration.ofHours(1);

  final ConnectorContext context;
  final ToyCa ca;

  ToyConnector(ConnectorContext context, ToyCa ca) {
    this.context = context;
    this.ca = ca;
  }

  @Override
  public Limits limits() {
    return new Limits(Set.of(KeyType.P_256), false, false, 10, Optional.empty(), 10);
  }

  @Override
  public List<String> review(RequestedCertificate requested) {
    return List.of();
  }

  @Override
  public Progress submit(CertificateRequest request) throws ConnectorException {
    return waiting(request, context.clock().instant().plus(WAIT));
  }

  Progress.Waiting waiting(CertificateRequest request, Instant due) {
    byte[] data = ByteBuffer.allocate(Long.BYTES).putLong(due.toEpochMilli()).array();
    return new Progress.Waiting(
        new OrderState(ORDERED, data),
        Duration.between(context.clock().instant(), due),
        List.of(
            new Instruction.ServeHttpToken(
                request.identifiers().getFirst(), request.order().value(), "proof")));
  }

  @Override
  public Progress advance(CertificateRequest request, OrderState state) throws ConnectorException {
    if (!state.phase().equals(ORDERED) || state.data().length != Long.BYTES) {
      throw new CaProtocolError("No release of this connector wrote such a state.");
    }
    Instant due = Instant.ofEpochMilli(ByteBuffer.wrap(state.data()).getLong());
    if (context.clock().instant().isBefore(due)) {
      return early(request, due);
    }
    return ca.isProved(request.order().value())
        ? new Progress.Issued(chain(request))
        : new Progress.Refused(
            new Problem(Problem.Blame.REQUEST, "unproved", "no token", Optional.empty()));
  }

  Progress early(CertificateRequest request, Instant due) {
    return waiting(request, due);
  }

  List<X509Certificate> chain(CertificateRequest request) {
    return ca.issue(request);
  }

  @Override
  public Progress recover(CertificateRequest request) throws ConnectorException {
    return submit(request);
  }

  @Override
  public void abandon(CertificateRequest request, OrderState state) throws ConnectorException {}

  @Override
  public Probe probe() {
    return new Probe(true, "The toy CA answers.", Optional.empty());
  }

  @Override
  public void close() {}
}
