package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeDirectory;
import io.perennial.connector.acme.transport.AcmeOrder;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
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
      URI account = accounts.current();
      try {
        return order(account, request);
      } catch (AcmeRefusal refusal) {
        return refusal.is("accountDoesNotExist")
            ? orderAnew(accounts.replace(account), request)
            : refused(refusal, account);
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
      return refused(refusal, account);
    }
  }

  private Progress refused(AcmeRefusal refusal, URI account) throws ConnectorException {
    if (refusal.status() == 404) {
      throw moved();
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
    requireOffered(profile);
    AcmeOrder order = transport.createOrder(account, request.identifiers(), profile);
    return proving.waiting(
        StoredOrder.ordered(account, order.url(), order.authorizations()), Duration.ZERO);
  }

  private void requireOffered(Optional<String> profile) throws ConnectorException, AcmeRefusal {
    if (profile.isEmpty() || transport.directory().profiles().contains(profile.get())) {
      return;
    }
    // Perhaps it is newer than what we remember of the directory.
    transport.forgetDirectory();
    AcmeDirectory now = transport.directory();
    if (!now.profiles().contains(profile.get())) {
      String offered =
          now.profiles().isEmpty()
              ? "it offers none"
              : "it offers " + String.join(", ", now.profiles().stream().sorted().toList());
      throw Refusals.profile(offered);
    }
  }
}
