package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeOrder;
import io.perennial.connector.acme.transport.AcmeOrderRequest;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/** The first step: an account, and an order whose address is stored before anything else. */
final class Ordering {

  private final AcmeSettings settings;
  private final AcmeTransport transport;
  private final AccountKeeper accounts;
  private final Refusals refusals;
  private final Proving proving;

  Ordering(
      AcmeSettings settings,
      AcmeTransport transport,
      AccountKeeper accounts,
      Refusals refusals,
      Proving proving) {
    this.settings = settings;
    this.transport = transport;
    this.accounts = accounts;
    this.refusals = refusals;
    this.proving = proving;
  }

  Progress begin(CertificateRequest request) throws ConnectorException {
    try {
      Optional<Progress.Refused> unoffered = unoffered(request);
      if (unoffered.isPresent()) {
        return unoffered.get();
      }
      URI account = accounts.current();
      try {
        return order(account, request);
      } catch (AcmeRefusal refusal) {
        return refusal.is("accountDoesNotExist")
            ? orderAnew(accounts.replace(account), request)
            : refused(refusal, account, request);
      }
    } catch (AcmeRefusal refusal) {
      if (refusal.status() == 404) {
        throw moved();
      }
      return Refusals.failed(refusal.problem(), "The CA opens no account");
    }
  }

  /** Once: a CA that forgets an account as soon as it is made is not worth a third one. */
  private Progress orderAnew(URI account, CertificateRequest request) throws ConnectorException {
    try {
      return order(account, request);
    } catch (AcmeRefusal refusal) {
      if (refusal.is("accountDoesNotExist")) {
        throw new CaProtocolError("The CA made an account and denies knowing it.");
      }
      return refused(refusal, account, request);
    }
  }

  private Progress refused(AcmeRefusal refusal, URI account, CertificateRequest request)
      throws ConnectorException {
    if (refusal.status() == 404) {
      throw moved();
    }
    if (refusal.is("invalidProfile")) {
      return profile(request, Profiles.refused(refusal.problem().detail()));
    }
    return refusals.refused(refusal, account);
  }

  /** What we remembered of the directory was dropped with the refusal. */
  private static CaUnavailable moved() {
    return new CaUnavailable(
        "The CA's resources are no longer where its directory said; it is read again.",
        Optional.of(Duration.ofSeconds(1)));
  }

  private Progress order(URI account, CertificateRequest request)
      throws ConnectorException, AcmeRefusal {
    Optional<String> profile = request.profile().or(settings::profile);
    AcmeOrder order =
        create(account, new AcmeOrderRequest(request.identifiers(), profile, replaced(request)));
    return proving.waiting(
        StoredOrder.ordered(account, order.url(), order.authorizations()), Duration.ZERO);
  }

  private Optional<X509Certificate> replaced(CertificateRequest request)
      throws ConnectorException, AcmeRefusal {
    return transport.directory().renewalInfo().isPresent() ? request.replaced() : Optional.empty();
  }

  /**
   * To name what is replaced is a courtesy that brings better rate limits. A CA may decline it, say
   * because another order came first or another account has the certificate; the renewal must not
   * suffer, so it is asked once more without.
   */
  private AcmeOrder create(URI account, AcmeOrderRequest wanted)
      throws ConnectorException, AcmeRefusal {
    try {
      return transport.createOrder(account, wanted);
    } catch (AcmeRefusal refusal) {
      if (wanted.replaces().isEmpty() || !mayBeOverReplaces(refusal)) {
        throw refusal;
      }
      return transport.createOrder(account, wanted.withoutReplaces());
    }
  }

  private static boolean mayBeOverReplaces(AcmeRefusal refusal) {
    return switch (refusal.problem().name()) {
      case "alreadyReplaced", "conflict", "malformed", "notFound", "unauthorized" -> true;
      default -> refusal.status() == HttpURLConnection.HTTP_CONFLICT;
    };
  }

  private Optional<Progress.Refused> unoffered(CertificateRequest request)
      throws ConnectorException, AcmeRefusal {
    Optional<String> profile = request.profile().or(settings::profile);
    if (profile.isEmpty() || transport.directory().profiles().contains(profile.get())) {
      return Optional.empty();
    }
    // Perhaps it is newer than what we remember of the directory.
    transport.forgetDirectory();
    Optional<String> objection = Profiles.objection(profile.get(), transport.directory());
    return objection.isPresent()
        ? Optional.of(profile(request, objection.get()))
        : Optional.empty();
  }

  /** What one certificate asks for in vain is not the issuer's fault; its own setting is. */
  private static Progress.Refused profile(CertificateRequest request, String sentence)
      throws CaMisconfigured {
    if (request.profile().isEmpty()) {
      throw new CaMisconfigured(AcmeSettings.PROFILE, sentence);
    }
    return new Progress.Refused(
        new Problem(Problem.Blame.REQUEST, "invalidProfile", sentence, Optional.empty()));
  }
}
