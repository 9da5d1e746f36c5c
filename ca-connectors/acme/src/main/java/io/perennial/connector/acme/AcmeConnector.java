package io.perennial.connector.acme;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Limits;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.acme.transport.AcmeDirectory;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One ACME CA. */
final class AcmeConnector implements Connector, RenewalAdviser, Revoker {

  private static final int MAX_IDENTIFIERS = 100;

  private final AcmeSettings settings;
  private final AcmeTransport transport;
  private final Refusals refusals;
  private final Release release;
  private final Ordering ordering;
  private final Steps steps;
  private final Advising advising;
  private final Revoking revoking;

  AcmeConnector(
      AcmeSettings settings, AcmeTransport transport, AccountKeeper accounts, Clock clock) {
    this.settings = settings;
    this.transport = transport;
    this.refusals = new Refusals(accounts);
    this.release = new Release(transport);
    Finishing finishing =
        new Finishing(transport, new Chains(transport, settings.preferredChain()), release);
    Proving proving = new Proving(transport, release, finishing);
    this.ordering = new Ordering(settings, transport, accounts, refusals, proving);
    this.advising = new Advising(transport);
    this.steps = new Steps(transport, proving, finishing, clock);
    this.revoking = new Revoking(transport, accounts);
  }

  @Override
  public Limits limits() {
    return new Limits(
        settings.keyTypes(), false, true, MAX_IDENTIFIERS, Optional.empty(), settings.maxOrders());
  }

  /**
   * RFC 8555, section 7.4, lets an order name its end, which public CAs answer with a refusal. What
   * is remembered of the directory tells of profiles without asking; when nothing is, or too old,
   * the order's first step asks.
   */
  @Override
  public List<String> review(RequestedCertificate requested) {
    List<String> objections = new ArrayList<>();
    if (requested.validity().isPresent()) {
      objections.add(
          "This CA decides itself how long its certificates live; leave the validity blank.");
    }
    transport
        .rememberedDirectory()
        .flatMap(directory ->
            requested.profile().flatMap(profile -> Profiles.objection(profile, directory)))
        .ifPresent(objections::add);
    return objections;
  }

  @Override
  public String origin() {
    return settings.directory().toString();
  }

  @Override
  public Optional<RenewalAdvice> advise(X509Certificate certificate) throws ConnectorException {
    return advising.advise(certificate);
  }

  @Override
  public Progress submit(CertificateRequest request) throws ConnectorException {
    return ordering.begin(request);
  }

  @Override
  public Progress advance(CertificateRequest request, OrderState state) throws ConnectorException {
    Optional<StoredOrder> stored = StateCodec.decode(state);
    return stored.isPresent() ? advance(request, stored.get()) : unreadable();
  }

  private Progress advance(CertificateRequest request, StoredOrder stored)
      throws ConnectorException {
    try {
      return steps.next(request, stored);
    } catch (AcmeRefusal refusal) {
      Progress.Refused refused = refusals.refused(refusal, stored.account());
      boolean lost = refusal.status() == 404 || refusal.is("accountDoesNotExist");
      if (!lost) {
        release.letGo(stored);
      }
      return refused;
    }
  }

  private static Progress unreadable() {
    return new Progress.Refused(
        new Problem(
            Problem.Blame.US,
            "unreadable-state",
            "The order's stored state cannot be read; start a new order.",
            Optional.empty()));
  }

  /**
   * Starts anew. If the lost answer was that of an order, that order is pending and stays so: its
   * tokens were never handed out and no signing request follows, so it cannot bring a certificate.
   * That order may count as the replacement already, and a CA may fail over the certificate that an
   * order is said to replace; so this one is said to replace none.
   */
  @Override
  public Progress recover(CertificateRequest request) throws ConnectorException {
    return submit(
        new CertificateRequest(
            request.order(), request.csr(), request.publicKey(), request.requested()));
  }

  @Override
  public void abandon(CertificateRequest request, OrderState state) throws ConnectorException {
    Optional<StoredOrder> stored = StateCodec.decode(state);
    if (stored.isPresent()) {
      release.letGo(stored.get());
    }
  }

  @Override
  public RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    return revoking.revoke(certificate, reason);
  }

  @Override
  public Probe probe() {
    transport.forgetDirectory();
    try {
      return probe(transport.directory());
    } catch (ConnectorException | AcmeRefusal failure) {
      return new Probe(false, String.valueOf(failure.getMessage()), Optional.empty());
    }
  }

  private Probe probe(AcmeDirectory directory) {
    Optional<URI> terms = directory.terms();
    if (terms.isPresent() && !terms.equals(settings.terms())) {
      return new Probe(false, AccountKeeper.termsSentence(terms.get()), terms);
    }
    if (directory.externalAccountRequired() && settings.external().isEmpty()) {
      return new Probe(false, AccountKeeper.BINDING_NEEDED, terms);
    }
    Optional<String> unoffered =
        settings.profile().flatMap(profile -> Profiles.objection(profile, directory));
    if (unoffered.isPresent()) {
      return new Probe(false, unoffered.get(), terms);
    }
    return new Probe(true, "The CA's directory answers.", terms);
  }

  /** Nothing to let go of: connections belong to the core. */
  @Override
  public void close() {}
}
