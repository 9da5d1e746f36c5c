package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.testkit.InMemoryContext;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.connector.testkit.acme.AcmeServer;
import java.io.IOException;
import java.io.StringWriter;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fault CA and the core's part: drives orders, and drops the connector after every call. */
final class Rig implements AutoCloseable {

  private static final int MAX_STEPS = 500;

  /** Days away from the system's clock, which dates the server's answers. */
  final SettableClock clock = new SettableClock(Instant.parse("2031-05-04T12:00:00Z"));

  final Standing standing = new Standing();
  final AcmeServer server;
  final InMemoryContext context;

  /** The phases that were stored, in order, without repetition. */
  final List<String> phases = new ArrayList<>();

  Rig() {
    this(Map.of());
  }

  Rig(Map<String, String> settings) {
    try {
      server = new AcmeServer(clock, standing);
      context = contextWith(settings);
    } catch (IOException | CaMisconfigured failed) {
      throw new IllegalStateException("the fault CA could not be set up", failed);
    }
  }

  /** An issuer of its own at the same CA, unless its settings say another. */
  InMemoryContext contextWith(Map<String, String> settings) throws CaMisconfigured {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("directory", server.directory().toString());
    all.put("roots", pem(server.tlsRoot()));
    return new InMemoryContext(new AcmeConnectorFactory(), all, clock);
  }

  static String pem(X509Certificate certificate) {
    try {
      StringWriter pem = new StringWriter();
      pem.append("-----BEGIN CERTIFICATE-----\n");
      pem.append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
      return pem.append("\n-----END CERTIFICATE-----\n").toString();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Connector open() throws CaMisconfigured {
    return new AcmeConnectorFactory().open(context);
  }

  Progress submit(CertificateRequest request) throws ConnectorException {
    try (Connector connector = open()) {
      return carryOut(connector.submit(request));
    }
  }

  Progress advance(CertificateRequest request, OrderState state) throws ConnectorException {
    try (Connector connector = open()) {
      return carryOut(connector.advance(request, state));
    }
  }

  /** Does what the core does with an answer: performs, undoes, and waits. */
  Progress carryOut(Progress progress) {
    standing.replace(progress instanceof Waiting waiting ? waiting.instructions() : List.of());
    if (progress instanceof Waiting waiting) {
      clock.advance(waiting.checkAfter());
      if (phases.isEmpty() || !phases.getLast().equals(waiting.state().phase())) {
        phases.add(waiting.state().phase());
      }
    }
    return progress;
  }

  /** Until the order is over. */
  Progress run(CertificateRequest request) throws ConnectorException {
    return continueFrom(request, submit(request));
  }

  Progress continueFrom(CertificateRequest request, Progress progress) throws ConnectorException {
    Progress now = progress;
    for (int step = 0; now instanceof Waiting waiting; step++) {
      if (step == MAX_STEPS) {
        throw new AssertionError("the order never ends: " + phases);
      }
      now = advance(request, waiting.state());
    }
    return now;
  }

  /** Until the order first stands in the phase. */
  Waiting runTo(Phase phase, CertificateRequest request) throws ConnectorException {
    Progress now = submit(request);
    for (int step = 0; step < MAX_STEPS && now instanceof Waiting waiting; step++) {
      if (waiting.state().phase().equals(phase.name())) {
        return waiting;
      }
      now = advance(request, waiting.state());
    }
    throw new AssertionError("the order never gets to " + phase + ": " + now);
  }

  /** Like {@link #continueFrom}, but tries a step again when the CA is unavailable. */
  Progress persist(CertificateRequest request, Progress progress) throws ConnectorException {
    Progress now = progress;
    for (int step = 0; step < MAX_STEPS && now instanceof Waiting waiting; step++) {
      try {
        now = advance(request, waiting.state());
      } catch (CaUnavailable unavailable) {
        clock.advance(unavailable.retryAfter().orElse(Duration.ofSeconds(30)));
      }
    }
    return now;
  }

  @Override
  public void close() {
    context.close();
    server.close();
  }
}
