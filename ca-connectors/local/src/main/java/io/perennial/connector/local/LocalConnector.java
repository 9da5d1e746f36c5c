package io.perennial.connector.local;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RequestedCertificate;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Issues in two steps: the first makes what will be signed, the second signs exactly that. A second
 * step that is repeated, because its answer was lost, signs the same content again: that is the
 * same certificate, though an ECDSA signature may have other bytes, and the lost one has left no
 * trace.
 */
abstract sealed class LocalConnector implements Connector
    permits PrivateCaConnector, SelfSignedConnector {

  private final ConnectorContext context;
  private final IssuanceRules rules;

  LocalConnector(ConnectorContext context, IssuanceRules rules) {
    this.context = context;
    this.rules = rules;
  }

  /** Reasons beyond the rules, found before there is a key. */
  abstract List<String> objections(RequestedCertificate requested);

  /** A reason against a request beyond the rules, found at the first step only. */
  abstract Optional<String> objection(CertificateRequest request);

  abstract X500Name subject(CertificateRequest request);

  /** Who will sign; empty when nobody here lives that long. */
  abstract Optional<Issuer> issuerFor(CertificateRequest request, Lifetime lifetime)
      throws ConnectorException;

  /** Whose signature prepared content awaits; empty when nobody here is meant. */
  abstract Optional<Issuer> issuerOf(CertificateRequest request, TBSCertificate content)
      throws ConnectorException;

  final ConnectorContext context() {
    return context;
  }

  final IssuanceRules rules() {
    return rules;
  }

  @Override
  public final Limits limits() {
    return rules.limits();
  }

  @Override
  public final List<String> review(RequestedCertificate requested) {
    List<String> reasons = rules.review(requested);
    reasons.addAll(objections(requested));
    return reasons;
  }

  /** What the first step makes is content, which the second signs. */
  @Override
  public final boolean preparesOffline() {
    return true;
  }

  @Override
  public final Progress submit(CertificateRequest request) throws ConnectorException {
    List<String> objections = rules.objections(request);
    objections.addAll(objections(request.requested()));
    objection(request).ifPresent(objections::add);
    if (!objections.isEmpty()) {
      return refused(Problem.Blame.REQUEST, "rejected-request", String.join(" ", objections));
    }
    Instant now = context.clock().instant();
    Lifetime lifetime = Lifetime.from(now, rules.lifeOf(request.requested()));
    Optional<Issuer> issuer = issuerFor(request, lifetime);
    if (issuer.isEmpty()) {
      return refused(
          Problem.Blame.ISSUER,
          "root-expires",
          "The CA's root expires before the certificate would, by "
              + lifetime.notAfter()
              + "; ask for a shorter life, or create a new issuer.");
    }
    byte[] content =
        LeafProfile.content(
            request,
            subject(request),
            issuer.get(),
            lifetime,
            SerialNumbers.next(context.random()));
    return new Progress.Waiting(
        new PreparedCertificate(now, content).toState(), Duration.ZERO, List.of());
  }

  @Override
  public final Progress advance(CertificateRequest request, OrderState state)
      throws ConnectorException {
    Optional<PreparedCertificate> prepared = PreparedCertificate.read(state);
    if (prepared.isEmpty()) {
      return refused(
          Problem.Blame.US,
          "unreadable-state",
          "The order's stored state cannot be read; start a new order.");
    }
    return sign(request, prepared.get());
  }

  private Progress sign(CertificateRequest request, PreparedCertificate prepared)
      throws ConnectorException {
    TBSCertificate content = prepared.content();
    Optional<Issuer> issuer = issuerOf(request, content);
    if (issuer.isEmpty()) {
      return refused(
          Problem.Blame.US,
          "unknown-issuer",
          "The CA that this order was prepared for is not here any more; start a new order.");
    }
    List<String> findings =
        Lint.findings(
            new LintCase(
                prepared, content, request, issuer.get(), rules, context.clock().instant()));
    if (!findings.isEmpty()) {
      return refused(
          Problem.Blame.US,
          "lint",
          "Not signed, because " + String.join("; ", findings) + ". Start a new order.");
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(issuer.get().sign(prepared.toBeSigned()));
      chain.addAll(issuer.get().chain());
      return new Progress.Issued(chain);
    } catch (SignatureException e) {
      throw new CaProtocolError("The CA's key refused to sign; look for the cause in the log.", e);
    }
  }

  private static Progress.Refused refused(Problem.Blame blame, String type, String detail) {
    return new Progress.Refused(new Problem(blame, type, detail, Optional.empty()));
  }

  /** Starts anew: a first step signs nothing, so whatever it had made is no certificate. */
  @Override
  public final Progress recover(CertificateRequest request) throws ConnectorException {
    return submit(request);
  }

  /** Nothing to let go of: what is prepared lives in the order's state alone. */
  @Override
  public final void abandon(CertificateRequest request, OrderState state) {}

  @Override
  public final void close() {}
}
