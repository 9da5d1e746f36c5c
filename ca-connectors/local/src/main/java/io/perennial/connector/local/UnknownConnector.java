package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Waits until somebody brings what a CA that is not known here has issued. */
final class UnknownConnector implements Connector {

  private static final int MAX_IDENTIFIERS = 100;

  /** Nothing happens meanwhile that a look would find. */
  private static final Progress.Waiting WAITING =
      new Progress.Waiting(
          new OrderState("AWAITING_CERTIFICATE", new byte[0]), Duration.ofDays(1), List.of());

  @Override
  public Limits limits() {
    return new Limits(
        EnumSet.allOf(KeyType.class),
        true,
        true,
        MAX_IDENTIFIERS,
        Optional.empty(),
        Integer.MAX_VALUE);
  }

  @Override
  public List<String> review(RequestedCertificate requested) {
    return List.of();
  }

  @Override
  public Progress submit(CertificateRequest request) {
    return WAITING;
  }

  @Override
  public Progress advance(CertificateRequest request, OrderState state) {
    return WAITING;
  }

  @Override
  public Progress recover(CertificateRequest request) {
    return WAITING;
  }

  @Override
  public void abandon(CertificateRequest request, OrderState state) {}

  @Override
  public Probe probe() {
    return new Probe(
        true, "Certificates of other CAs are imported and watched here.", Optional.empty());
  }

  @Override
  public void close() {}
}
