package io.perennial.connector.testkit.acme;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the CA as a whole does differently; changed by a test at any time. */
public final class CaBehaviour {

  /** Longer than any test reads. */
  public static final int FOREVER = Integer.MAX_VALUE;

  private volatile CertificateFlaw flaw = CertificateFlaw.NONE;
  private volatile Optional<URI> terms = Optional.empty();
  private volatile Set<String> profiles = Set.of();
  private volatile boolean externalAccountRequired;
  private volatile Map<String, byte[]> externalAccounts = Map.of();
  private volatile Optional<Function<X509Certificate, RenewalWindow>> renewalWindows =
      Optional.empty();
  private volatile boolean authorizationsReused;
  private volatile int readsUntilValidated;
  private volatile int readsUntilReady;
  private volatile int readsUntilIssued;
  private volatile String prefix = "";
  private volatile Optional<String> foreignOrderHost = Optional.empty();

  public CaBehaviour flaw(CertificateFlaw value) {
    flaw = value;
    return this;
  }

  /** Names terms of service in the directory. */
  public CaBehaviour terms(URI value) {
    terms = Optional.of(value);
    return this;
  }

  /** Names profiles in the directory; an order for another one is refused. */
  public CaBehaviour profiles(Set<String> value) {
    profiles = Set.copyOf(value);
    return this;
  }

  /** Says that accounts need an external account binding. */
  public CaBehaviour externalAccountRequired(boolean value) {
    externalAccountRequired = value;
    return this;
  }

  /** Accounts made elsewhere: their MAC keys by key id. Each may be bound as often as one likes. */
  public CaBehaviour externalAccounts(Map<String, byte[]> value) {
    externalAccounts = Map.copyOf(value);
    return this;
  }

  /** Gives renewal information (RFC 9773), the same for every certificate it issued. */
  public CaBehaviour renewalWindow(RenewalWindow value) {
    return renewalWindows(certificate -> value);
  }

  /** Gives renewal information about each certificate it issued. */
  public CaBehaviour renewalWindows(Function<X509Certificate, RenewalWindow> values) {
    renewalWindows = Optional.of(values);
    return this;
  }

  /** New authorizations are valid from the start, as if reused. */
  public CaBehaviour authorizationsReused(boolean value) {
    authorizationsReused = value;
    return this;
  }

  /** How often an authorization is read as pending after its challenge was triggered. */
  public CaBehaviour readsUntilValidated(int value) {
    readsUntilValidated = value;
    return this;
  }

  /** How often an order is read as pending though all its authorizations are valid. */
  public CaBehaviour readsUntilReady(int value) {
    readsUntilReady = value;
    return this;
  }

  /** How often an order is read as processing after it was finalised. */
  public CaBehaviour readsUntilIssued(int value) {
    readsUntilIssued = value;
    return this;
  }

  /** Moves every resource but the directory below another path; the old addresses answer 404. */
  public CaBehaviour prefix(String value) {
    prefix = value;
    return this;
  }

  /** Lets the addresses of new orders name this host, as {@code host:port}. */
  public CaBehaviour foreignOrderHost(String value) {
    foreignOrderHost = Optional.of(value);
    return this;
  }

  CertificateFlaw flaw() {
    return flaw;
  }

  Optional<URI> terms() {
    return terms;
  }

  Set<String> profiles() {
    return profiles;
  }

  boolean externalAccountRequired() {
    return externalAccountRequired;
  }

  Map<String, byte[]> externalAccounts() {
    return externalAccounts;
  }

  Optional<Function<X509Certificate, RenewalWindow>> renewalWindows() {
    return renewalWindows;
  }

  boolean authorizationsReused() {
    return authorizationsReused;
  }

  int readsUntilValidated() {
    return readsUntilValidated;
  }

  int readsUntilReady() {
    return readsUntilReady;
  }

  int readsUntilIssued() {
    return readsUntilIssued;
  }

  String prefix() {
    return prefix;
  }

  Optional<String> foreignOrderHost() {
    return foreignOrderHost;
  }
}
