package io.perennial.issuer.internal;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.OrderKey;
import io.perennial.connector.Probe;
import io.perennial.connector.Settings;
import io.perennial.connector.SigningKey;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealBroken;
import io.perennial.envelope.SealContext;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.outbound.OutboundClients;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Opens connectors and keeps them open until their settings change. */
@Component
class ConnectorOpener {

  private static final Logger log = LoggerFactory.getLogger(ConnectorOpener.class);

  private final ConnectorCatalogue catalogue;
  private final IssuerRepository repository;
  private final Envelope envelope;
  private final Keys keys;
  private final OutboundClients clients;
  private final Ambient ambient;
  private final Map<IssuerId, Opened> open = new HashMap<>();

  ConnectorOpener(
      ConnectorCatalogue catalogue,
      IssuerRepository repository,
      Envelope envelope,
      Keys keys,
      OutboundClients clients,
      Ambient ambient) {
    this.catalogue = catalogue;
    this.repository = repository;
    this.envelope = envelope;
    this.keys = keys;
    this.clients = clients;
    this.ambient = ambient;
  }

  synchronized Connector open(Issuer issuer) throws CaMisconfigured {
    if (!issuer.enabled()) {
      throw new CaMisconfigured(
          "enabled", "It is disabled in its vault. Enable it there before it issues again.");
    }
    Opened known = open.get(issuer.id());
    if (known != null && known.revision == issuer.revision()) {
      return known.connector;
    }
    if (known != null) {
      open.remove(issuer.id());
      known.connector.close();
    }
    ConnectorFactory factory =
        catalogue
            .find(issuer.type())
            .orElseThrow(() ->
                new CaMisconfigured(
                    "type",
                    "There is no connector of type "
                        + issuer.type()
                        + ". Put its jar back into the connectors folder and restart."));
    Map<String, String> values = new HashMap<>(issuer.settings());
    try {
      values.putAll(secrets(issuer.id()));
    } catch (SealBroken damaged) {
      log.error("Issuer {}", issuer.name().value(), damaged);
      throw new CaMisconfigured(
          "secrets",
          "What is stored of its secrets does not open: it was altered or copied from elsewhere."
              + " Restore the database from a backup, or add the issuer again.");
    }
    Connector connector = factory.open(context(issuer.id(), factory, values));
    open.put(issuer.id(), new Opened(issuer.revision(), connector));
    return connector;
  }

  /** Closes what is open of an issuer that is no more, and destroys its keys. */
  synchronized void forget(Principal actor, Issuer issuer) {
    Opened known = open.remove(issuer.id());
    if (known != null) {
      known.connector.close();
    }
    keys.destroy(actor, issuer.id());
  }

  /**
   * Lets the connector judge settings before they are stored; what was opened for that is closed.
   *
   * @throws CaMisconfigured naming the setting that is wrong
   */
  void check(IssuerId issuer, ConnectorFactory factory, Map<String, String> values)
      throws CaMisconfigured {
    factory.open(context(issuer, factory, values)).close();
  }

  /**
   * Asks a CA by settings that are not stored.
   *
   * @throws CaMisconfigured naming the setting that is wrong
   */
  Probe probe(IssuerId issuer, ConnectorFactory factory, Map<String, String> values)
      throws CaMisconfigured {
    try (Connector connector = factory.open(context(issuer, factory, values))) {
      return connector.probe();
    }
  }

  private LentContext context(IssuerId issuer, ConnectorFactory factory, Map<String, String> values)
      throws CaMisconfigured {
    return new LentContext(
        Settings.of(factory.settings(), values),
        ambient.clock(),
        ambient.random(),
        clients::create,
        (name, type) -> keys.issuerKey(issuer, name, type),
        order -> orderKey(factory, order),
        series -> ambient.address().crl(issuer, series),
        new SealedState(issuer, repository, envelope));
  }

  /** An order's key has the id of the version that the order is for, which is the order's own. */
  private SigningKey orderKey(ConnectorFactory factory, OrderKey order) {
    if (!factory.selfSigning()) {
      throw new IllegalStateException(factory.type() + " is not lent the keys it certifies");
    }
    return keys.signingKey(new VersionId(order.value()));
  }

  RandomGenerator random() {
    return ambient.random();
  }

  Instant now() {
    return ambient.clock().instant();
  }

  Map<String, String> secrets(IssuerId issuer) {
    try (SecretBytes opened = envelope.open(repository.sealed(issuer), context(issuer))) {
      return IssuerRepository.read(new String(opened.reveal(), StandardCharsets.UTF_8));
    }
  }

  byte[] seal(IssuerId issuer, Map<String, String> secrets) {
    return envelope.seal(
        IssuerRepository.write(secrets).getBytes(StandardCharsets.UTF_8), context(issuer));
  }

  private static SealContext context(IssuerId issuer) {
    return new SealContext("issuer-settings", issuer.value());
  }

  private record Opened(long revision, Connector connector) {}

  /** Time, chance and our own address, as lent to connectors. */
  @Component
  record Ambient(Clock clock, RandomGenerator random, PublicAddress address) {}
}
