package io.perennial.issuer;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.RequestedCertificate;
import io.perennial.kernel.Expected;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configured CAs. */
public interface Issuers {

  /** The kinds of CA that were found at start. */
  List<ConnectorFactory> kinds();

  /** Connector jars that were found but could not be used, in words. */
  List<String> brokenConnectors();

  /**
   * Configures a CA. Accepting terms of service is recorded with the actor.
   *
   * @throws io.perennial.kernel.Refusal when a setting is wrong, naming it
   */
  Issuer create(Principal actor, ObjectName name, String type, Map<String, String> settings);

  /** Replaces the settings; a secret one that is left out keeps its value. */
  Issuer update(Principal actor, IssuerId id, Map<String, String> settings);

  /**
   * The same, if the settings are still those that were read.
   *
   * @throws io.perennial.kernel.Refusal stale when they are not
   */
  Issuer update(Principal actor, IssuerId id, Map<String, String> settings, Expected expected);

  /** The deployment's, and those of the vaults whose issuers the actor may see. */
  List<Issuer> list(Principal actor);

  /** Those that a vault's certificates can be had from: the deployment's and its own. */
  List<Issuer> list(Principal actor, VaultId vault);

  /**
   * Whether its certificates are signed by the keys they certify, so that nobody is behind them.
   */
  boolean selfSigning(Issuer issuer);

  /** Whether it issues at all; one stands for the CAs of what is imported, and does not. */
  boolean issuing(Issuer issuer);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Issuer get(Principal actor, IssuerId id);

  /** One of the deployment's. */
  Optional<Issuer> find(Principal actor, ObjectName name);

  /** One that a vault's certificates can be had from. */
  Optional<Issuer> find(Principal actor, VaultId vault, ObjectName name);

  /**
   * The connector, opened with the current settings; shared, so it is not the caller's to close.
   *
   * @throws CaMisconfigured when the settings cannot be used or its connector is not there
   */
  Connector open(Principal actor, IssuerId id) throws CaMisconfigured;

  /**
   * The same, for who has just read the issuer.
   *
   * @throws CaMisconfigured as above
   */
  Connector open(Principal actor, Issuer issuer) throws CaMisconfigured;

  /**
   * The reasons to deny, by the CA's limits and by the connector itself. Offline.
   *
   * @return sentences that say what to change; empty when granted
   * @throws CaMisconfigured as {@link #open} does
   */
  List<String> review(Principal actor, IssuerId id, RequestedCertificate requested)
      throws CaMisconfigured;

  /**
   * The same, for who has just read the issuer.
   *
   * @throws CaMisconfigured as {@link #open} does
   */
  List<String> review(Principal actor, Issuer issuer, RequestedCertificate requested)
      throws CaMisconfigured;

  /** Notes that the CA cannot issue until somebody changes something, or that it can again. */
  void mark(Principal actor, IssuerId id, Optional<String> problem);
}
