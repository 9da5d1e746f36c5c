package io.perennial.connector.testkit;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderKey;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Connectors that each break the contract in one way. */
final class BrokenConnectors {

  private BrokenConnectors() {}

  static class ForgetsTheState extends ToyConnector {
    private final Map<OrderKey, OrderState> memory = new HashMap<>();

    ForgetsTheState(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      Progress.Waiting waiting = (Progress.Waiting) super.submit(request);
      memory.put(request.order(), waiting.state());
      return new Progress.Waiting(
          new OrderState(ORDERED, new byte[0]), waiting.checkAfter(), waiting.instructions());
    }

    @Override
    public Progress advance(CertificateRequest request, OrderState state)
        throws ConnectorException {
      OrderState remembered = memory.get(request.order());
      if (remembered == null) {
        throw new CaProtocolError("This order is not known here.");
      }
      return super.advance(request, remembered);
    }
  }

  static class IssuesAnewOnRecovery extends ToyConnector {
    IssuesAnewOnRecovery(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress recover(CertificateRequest request) {
      return new Progress.Issued(ca.sign(request.publicKey(), request.identifiers()));
    }
  }

  static class RefusesToRecover extends ToyConnector {
    RefusesToRecover(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress recover(CertificateRequest request) {
      return new Progress.Refused(
          new Problem(Problem.Blame.US, "unknown", "never heard of it", Optional.empty()));
    }
  }

  static class ConfusesOrders extends ToyConnector {
    private CertificateRequest latest;

    ConfusesOrders(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      latest = request;
      return super.submit(request);
    }

    @Override
    List<X509Certificate> chain(CertificateRequest request) {
      return super.chain(latest == null ? request : latest);
    }
  }

  static class WaitsForItsCa extends ToyConnector {
    WaitsForItsCa(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    Progress early(CertificateRequest request, Instant due) {
      LockSupport.parkNanos(Duration.between(context.clock().instant(), due).toNanos());
      return super.early(request, due);
    }
  }

  static class OffersKeysItRefuses extends ToyConnector {
    OffersKeysItRefuses(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Limits limits() {
      return new Limits(
          Set.of(KeyType.P_256, KeyType.P_384), false, false, 10, Optional.empty(), 10);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      return request.keyType() == KeyType.P_256
          ? super.submit(request)
          : new Progress.Refused(
              new Problem(Problem.Blame.REQUEST, "key", "P-256 only", Optional.empty()));
    }
  }

  static class ThrowsOnAbandon extends ToyConnector {
    ThrowsOnAbandon(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public void abandon(CertificateRequest request, OrderState state) throws ConnectorException {
      throw new CaProtocolError("This order is over already.");
    }
  }

  static class StoresASecret extends ToyConnector {
    StoresASecret(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    Progress.Waiting waiting(CertificateRequest request, Instant due) {
      Progress.Waiting waiting = super.waiting(request, due);
      byte[] secret = context.settings().text("token").getBytes(StandardCharsets.UTF_8);
      byte[] data = Arrays.copyOf(waiting.state().data(), Long.BYTES + secret.length);
      System.arraycopy(secret, 0, data, Long.BYTES, secret.length);
      return new Progress.Waiting(
          new OrderState(ORDERED, data), waiting.checkAfter(), waiting.instructions());
    }

    @Override
    public Progress advance(CertificateRequest request, OrderState state)
        throws ConnectorException {
      return super.advance(
          request, new OrderState(ORDERED, Arrays.copyOf(state.data(), Long.BYTES)));
    }
  }

  static class StoresAPrivateKey extends ToyConnector {
    StoresAPrivateKey(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      var key = (InMemorySigningKey) context.signingKey("account", KeyType.P_256);
      context.state().compareAndSet(0, key.privateKey().getEncoded());
      return super.submit(request);
    }
  }

  static class DescribesASecret extends ToyConnector {
    DescribesASecret(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public String toString() {
      return "ToyConnector[" + context.settings().text("token") + "]";
    }
  }

  static class FailsWithASecret extends ToyConnector {
    FailsWithASecret(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress advance(CertificateRequest request, OrderState state)
        throws ConnectorException {
      try {
        return super.advance(request, state);
      } catch (CaProtocolError e) {
        throw new CaProtocolError(
            "Not understood.", new IOException("token=" + context.settings().text("token")));
      }
    }
  }

  static class TrustsItsState extends ToyConnector {
    TrustsItsState(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress advance(CertificateRequest request, OrderState state)
        throws ConnectorException {
      ByteBuffer.wrap(state.data()).getLong();
      return super.advance(request, state);
    }
  }

  static class ThrowsWhatTheNetworkThrows extends ToyConnector {
    ThrowsWhatTheNetworkThrows(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      if (context instanceof CutOffContext) {
        send(context);
      }
      return super.submit(request);
    }
  }

  static class ProbeThrows extends ToyConnector {
    ProbeThrows(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Probe probe() {
      context.state().read();
      return super.probe();
    }
  }

  static class TakesItsKeyWhenOpened extends ToyConnector {
    TakesItsKeyWhenOpened(ConnectorContext context, ToyCa ca) {
      super(context, ca);
      context.signingKey("account", KeyType.P_256);
    }
  }

  static class ReviewsOnline extends ToyConnector {
    ReviewsOnline(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public List<String> review(RequestedCertificate requested) {
      try {
        send(context);
      } catch (UncheckedIOException e) {
        return List.of();
      }
      return List.of();
    }
  }

  private static void send(ConnectorContext context) {
    try {
      context
          .http(List.of())
          .send(
              HttpRequest.newBuilder(URI.create("https://ca.example.test/")).build(),
              HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static class NamesPhasesByOrder extends ToyConnector {
    NamesPhasesByOrder(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    Progress.Waiting waiting(CertificateRequest request, Instant due) {
      Progress.Waiting waiting = super.waiting(request, due);
      return new Progress.Waiting(
          new OrderState("ORDER " + request.order().value(), waiting.state().data()),
          waiting.checkAfter(),
          waiting.instructions());
    }

    @Override
    public Progress advance(CertificateRequest request, OrderState state)
        throws ConnectorException {
      return super.advance(request, new OrderState(ORDERED, state.data()));
    }
  }

  static class KeepsAThread extends ToyConnector {
    KeepsAThread(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Progress submit(CertificateRequest request) throws ConnectorException {
      CountDownLatch never = new CountDownLatch(1);
      Thread thread =
          new Thread(
              () -> {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              "kept");
      thread.setDaemon(true);
      thread.start();
      return super.submit(request);
    }
  }

  /** Asks in half a sentence. */
  static class MisdescribesASetting extends ToyFactory {
    MisdescribesASetting(ToyCa ca) {
      super(ca, ToyConnector::new);
    }

    @Override
    public SettingsSchema settings() {
      List<Setting> settings = new ArrayList<>(super.settings().settings());
      settings.add(Setting.optional("speed", Setting.Kind.TEXT, "Speed", "fast or slow"));
      return new SettingsSchema(settings);
    }
  }

  /** Is a kind that no service file names. */
  static class IsNotRegistered extends ToyFactory {
    IsNotRegistered(ToyCa ca) {
      super(ca, ToyConnector::new);
    }

    @Override
    public String type() {
      return "unregistered-toy";
    }
  }

  /** Takes it for an error that a certificate is revoked already. */
  static class DeniesASecondRevocation extends ToyConnector implements Revoker {
    private static final Set<X509Certificate> REVOKED = ConcurrentHashMap.newKeySet();

    DeniesASecondRevocation(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason) {
      return REVOKED.add(certificate)
          ? new RevocationOutcome.Revoked()
          : new RevocationOutcome.Refused(
              new Problem(Problem.Blame.REQUEST, "revoked", "Already revoked.", Optional.empty()));
    }
  }

  static class ThrowsWhereItCannotRevoke extends ToyConnector implements Revoker {
    ThrowsWhereItCannotRevoke(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason) {
      if (context instanceof CutOffContext) {
        throw new IllegalStateException("no network");
      }
      return new RevocationOutcome.Revoked();
    }
  }
}
