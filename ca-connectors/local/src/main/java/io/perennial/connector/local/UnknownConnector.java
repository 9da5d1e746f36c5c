package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Issues nothing, and says so. */
final class UnknownConnector implements Connector {

  private static final String NOTHING =
      "This issuer stands for CAs that are not known here, so it issues nothing. Import the"
          + " certificate, or choose another issuer.";
  private static final int MAX_IDENTIFIERS = 100;

  @Override
  public Limits limits() {
    return new Limits(
        EnumSet.allOf(KeyType.class), true, true, MAX_IDENTIFIERS, Optional.empty(), 1);
  }

  @Override
  public List<String> review(RequestedCertificate requested) {
    return List.of(NOTHING);
  }

  @Override
  public Progress submit(CertificateRequest request) {
    return new Progress.Refused(
        new Problem(Problem.Blame.REQUEST, "not-issuing", NOTHING, Optional.empty()));
  }

  @Override
  public Progress advance(CertificateRequest request, OrderState state) {
    return submit(request);
  }

  @Override
  public Progress recover(CertificateRequest request) {
    return submit(request);
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
