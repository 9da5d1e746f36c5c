package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import io.perennial.scheduling.DurableTasks;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Asks CAs when they want their certificates renewed (RFC 9773), apart from what decides: no
 * decision waits for an answer, and what a CA says or fails to say can only bring a renewal
 * forward.
 */
@Component
class Consultation {

  private static final Duration USUALLY = Duration.ofHours(6);
  private static final Duration AFTER_SILENCE = Duration.ofHours(1);

  /** RFC 9773, section 4.3, lets clients keep a CA's wish within bounds such as these. */
  private static final Duration LEAST = Duration.ofMinutes(1);

  private static final Duration MOST = Duration.ofDays(1);

  private final AdviceRepository advices;
  private final Certificates certificates;
  private final Issuers issuers;
  private final DurableTasks tasks;
  private final Timeline timeline;

  Consultation(
      AdviceRepository advices,
      Certificates certificates,
      Issuers issuers,
      DurableTasks tasks,
      Timeline timeline) {
    this.advices = advices;
    this.certificates = certificates;
    this.issuers = issuers;
    this.tasks = tasks;
    this.timeline = timeline;
  }

  /** Asks about a version, unless it is out of use; no transaction is open meanwhile. */
  void run(VersionId id) {
    Optional<Advice> begun = advices.find(id);
    if (begun.isEmpty()) {
      // The version was purged with its certificate.
      return;
    }
    Advice known = begun.get();
    Version version = certificates.version(RENEWAL, id).orElseThrow();
    Optional<Certificate> certificate = certificates.find(RENEWAL, version.certificate());
    if (certificate.isEmpty()) {
      // What is deleted is not renewed; it is asked again about what is recovered.
      advices.store(known, timeline.now().plus(MOST));
      return;
    }
    if (!certificate.get().currentVersion().equals(Optional.of(id))) {
      advices.store(known, null);
      return;
    }
    Said said = ask(known, version);
    advices.store(said.advice(), said.again().map(timeline.now()::plus).orElse(null));
    if (!said.advice().equals(known)) {
      tasks.run(RenewalTasks.RENEWAL_TASK, version.certificate().value(), timeline.now());
    }
  }

  private Said ask(Advice known, Version version) {
    try {
      Optional<RenewalAdviser> adviser = adviser(version);
      if (adviser.isEmpty() || asksElsewhere(known, adviser.get())) {
        return new Said(Advice.none(version.id()), Optional.empty());
      }
      String origin = adviser.get().origin();
      return adviser
          .get()
          .advise(leaf(version))
          .map(advice -> judge(known, version, origin, advice))
          .orElseGet(() -> new Said(Advice.none(version.id()), Optional.of(MOST)));
    } catch (ConnectorException failure) {
      return failed(known, failure);
    }
  }

  private static Said failed(Advice known, ConnectorException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case CaUnavailable silent ->
          new Said(known, Optional.of(clamp(silent.retryAfter(), AFTER_SILENCE)));
      case CaProtocolError broken -> new Said(known.passedOver(message), Optional.of(USUALLY));
      case CaMisconfigured wrong -> new Said(known.passedOver(message), Optional.of(USUALLY));
    };
  }

  /** Another CA than the one that answered first knows nothing of the version. */
  private static boolean asksElsewhere(Advice known, RenewalAdviser adviser) {
    return known.origin().filter(origin -> !origin.equals(adviser.origin())).isPresent();
  }

  private static Said judge(Advice known, Version version, String origin, RenewalAdvice advice) {
    Duration again = clamp(advice.retryAfter(), USUALLY);
    return Window.objection(advice.start(), advice.end(), version)
        .map(objection ->
            new Said(
                known
                    .saying(origin, known.window())
                    .passedOver(
                        "What its CA says of when to renew it is passed over: " + objection + "."),
                Optional.of(again)))
        .orElseGet(() ->
            new Said(
                known.saying(
                    origin,
                    Optional.of(new Window(advice.start(), advice.end(), advice.explanation()))),
                Optional.of(again)));
  }

  private static Duration clamp(Optional<Duration> asked, Duration otherwise) {
    Duration wait = asked.orElse(otherwise);
    return wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  /**
   * The version that a certificate's next order may be said to replace: its current one, when the
   * same CA issued it that the order will go to.
   */
  Optional<VersionId> replaced(Certificate certificate) {
    return certificate
        .currentVersion()
        .flatMap(id -> certificates.version(RENEWAL, id))
        .filter(version -> version.issuer().equals(certificate.issuer()))
        .filter(this::knownToItsIssuer)
        .map(Version::id);
  }

  /** Whether there is a point in asking about a version: not every kind of CA gives advice. */
  boolean answered(Version version) {
    try {
      return adviser(version).isPresent();
    } catch (CaMisconfigured unusable) {
      // Once it is put right, it may be asked.
      return true;
    }
  }

  private boolean knownToItsIssuer(Version version) {
    Optional<String> origin = advices.find(version.id()).flatMap(Advice::origin);
    try {
      return origin.isPresent() && origin.equals(adviser(version).map(RenewalAdviser::origin));
    } catch (CaMisconfigured unusable) {
      // The order itself will say so.
      return false;
    }
  }

  private Optional<RenewalAdviser> adviser(Version version) throws CaMisconfigured {
    Connector connector = issuers.open(RENEWAL, version.issuer());
    return connector instanceof RenewalAdviser adviser ? Optional.of(adviser) : Optional.empty();
  }

  private X509Certificate leaf(Version version) {
    return Pem.parse(certificates.chain(RENEWAL, version.id())).getFirst();
  }

  /**
   * What came of asking.
   *
   * @param again when to ask next; empty: never
   */
  private record Said(Advice advice, Optional<Duration> again) {}
}
