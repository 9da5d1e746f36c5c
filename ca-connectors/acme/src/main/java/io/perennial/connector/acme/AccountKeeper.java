package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.IssuerState;
import io.perennial.connector.IssuerState.Stored;
import io.perennial.connector.acme.transport.AcmeAccount;
import io.perennial.connector.acme.transport.AcmeDirectory;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeStatus;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The issuer's account at the CA. The CA knows it by our key, so making it twice finds it: neither
 * a crash before its address was stored nor two orders at once can leave a second one behind.
 */
final class AccountKeeper {

  static final String BINDING_NEEDED =
      "The CA opens accounts only for those who have one at its site (external account binding)."
          + " Enter the key id and the HMAC key that the site gives you.";

  private final AcmeSettings settings;
  private final AcmeTransport transport;
  private final IssuerState state;

  AccountKeeper(AcmeSettings settings, AcmeTransport transport, IssuerState state) {
    this.settings = settings;
    this.transport = transport;
    this.state = state;
  }

  /** The account's address, from our state or from the CA. */
  URI current() throws ConnectorException, AcmeRefusal {
    AcmeDirectory directory = transport.directory();
    checkTerms(directory);
    Optional<Stored> stored = state.read();
    Optional<Known> known = stored.flatMap(this::decode);
    if (known.isEmpty()) {
      return register(directory);
    }
    URI account = known.get().account();
    return known.get().contact().equals(settings.contact())
        ? account
        : told(account, stored.get().revision());
  }

  /** The contact was edited since the CA heard of it. */
  private URI told(URI account, long revision) throws ConnectorException, AcmeRefusal {
    try {
      transport.updateContact(account, settings.contact());
    } catch (AcmeRefusal refusal) {
      if (refusal.is("accountDoesNotExist")) {
        return replace(account);
      }
      throw contactDeclined(refusal);
    }
    // Whoever was faster has told the CA as well.
    state.compareAndSet(revision, encode(account));
    return account;
  }

  /** After the CA denied knowing the account: makes it again. */
  URI replace(URI unknown) throws ConnectorException, AcmeRefusal {
    forget(unknown);
    return current();
  }

  /** Drops the stored address. Losing the race means that another order replaced it already. */
  void forget(URI unknown) {
    Optional<Stored> stored = state.read();
    if (stored.flatMap(this::decode).map(Known::account).filter(unknown::equals).isPresent()) {
      state.compareAndSet(stored.get().revision(), new byte[0]);
    }
  }

  /**
   * Fails when the account was closed at the CA. Asked only after a refusal that a closed account
   * would explain, since RFC 8555, section 7.3.6, gives closed accounts no problem type of their
   * own.
   */
  void requireOpen() throws ConnectorException {
    try {
      requireOpen(transport.findAccount());
    } catch (AcmeRefusal refusal) {
      if (refusal.is("unauthorized")) {
        throw closed();
      }
    }
  }

  private URI register(AcmeDirectory directory) throws ConnectorException, AcmeRefusal {
    if (directory.externalAccountRequired() && settings.external().isEmpty()) {
      throw bindingNeeded();
    }
    AcmeAccount account = create();
    requireOpen(account);
    Optional<Stored> stored = state.read();
    byte[] value = encode(account.url());
    boolean kept = state.compareAndSet(stored.map(Stored::revision).orElse(0L), value);
    // Whoever was faster stored the same account: it goes with the key.
    return kept
        ? account.url()
        : state.read().flatMap(this::decode).map(Known::account).orElse(account.url());
  }

  private AcmeAccount create() throws ConnectorException, AcmeRefusal {
    try {
      return transport.createAccount(
          settings.contact(), settings.terms().isPresent(), settings.external());
    } catch (AcmeRefusal refusal) {
      switch (refusal.problem().name()) {
        case "externalAccountRequired" -> throw bindingNeeded();
        case "unauthorized", "malformed", "badPublicKey", "badSignatureAlgorithm" ->
            throw unwelcome(refusal);
        default -> throw contactDeclined(refusal);
      }
    }
  }

  private static CaMisconfigured contactDeclined(AcmeRefusal refusal) throws AcmeRefusal {
    if (!refusal.is("invalidContact") && !refusal.is("unsupportedContact")) {
      throw refusal;
    }
    return new CaMisconfigured(
        AcmeSettings.CONTACT,
        "The CA does not take the contact: "
            + refusal.problem().detail()
            + ". Enter another mail address or none.");
  }

  /** A CA says no alike to accounts that it closed and to bindings that it does not believe. */
  private CaMisconfigured unwelcome(AcmeRefusal refusal) throws ConnectorException, AcmeRefusal {
    if (settings.external().isPresent()) {
      requireOpen();
      return new CaMisconfigured(
          AcmeSettings.EAB_HMAC_KEY,
          "The CA does not accept the external account: "
              + refusal.problem().detail()
              + ". Copy key id and HMAC key again from the CA's site; if they were used before, make"
              + " new ones there.");
    }
    if (!refusal.is("unauthorized")) {
      throw refusal;
    }
    return closed();
  }

  private void checkTerms(AcmeDirectory directory) throws CaMisconfigured {
    Optional<URI> wanted = directory.terms();
    if (wanted.isPresent() && !wanted.equals(settings.terms())) {
      throw new CaMisconfigured(AcmeSettings.TERMS, termsSentence(wanted.get()));
    }
  }

  static String termsSentence(URI terms) {
    return "The CA's terms of service are not accepted. Read " + terms + " and enter that address.";
  }

  private static void requireOpen(AcmeAccount account) throws CaMisconfigured {
    if (account.status() != AcmeStatus.VALID) {
      throw closed();
    }
  }

  private static CaMisconfigured closed() {
    return new CaMisconfigured(
        AcmeSettings.DIRECTORY,
        "The CA has closed this issuer's account. Ask the CA why, or add the CA as a new issuer,"
            + " which gets an account of its own.");
  }

  private static CaMisconfigured bindingNeeded() {
    return new CaMisconfigured(AcmeSettings.EAB_KEY_ID, BINDING_NEEDED);
  }

  private byte[] encode(URI account) {
    return (settings.directory() + "\n" + account + "\n" + settings.contact().orElse(""))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when the value was dropped or belongs to the directory that was set before. */
  private Optional<Known> decode(Stored stored) {
    List<String> lines = new String(stored.value(), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2 || !lines.get(0).equals(settings.directory().toString())) {
      return Optional.empty();
    }
    return Optional.of(new Known(URI.create(lines.get(1)), lines.stream().skip(2).findFirst()));
  }

  /**
   * @param contact that the CA was told of; empty: none, or from before it was kept here
   */
  private record Known(URI account, Optional<String> contact) {}
}
