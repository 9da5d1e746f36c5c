package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.SettingsSchema;
import io.perennial.connector.acme.transport.Acme4jTransport;
import io.perennial.connector.acme.transport.AcmeTransport;

/** Certification authorities that speak ACME (RFC 8555), public or private. */
public final class AcmeConnectorFactory implements ConnectorFactory {

  @Override
  public String type() {
    return "acme";
  }

  @Override
  public String displayName() {
    return "ACME (RFC 8555)";
  }

  @Override
  public SettingsSchema settings() {
    return AcmeSettings.SCHEMA;
  }

  @Override
  public Connector open(ConnectorContext context) throws CaMisconfigured {
    AcmeSettings settings = AcmeSettings.of(context.settings());
    AcmeTransport transport = new Acme4jTransport(context, settings.directory(), settings.roots());
    AccountKeeper accounts = new AccountKeeper(settings, transport, context.state());
    return new AcmeConnector(settings, transport, accounts, context.clock());
  }
}
