package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.SettingsSchema;

/** Certificates that are signed by the key they certify. */
public final class SelfSignedFactory implements ConnectorFactory {

  @Override
  public String type() {
    return "self-signed";
  }

  @Override
  public String displayName() {
    return "Self-signed";
  }

  @Override
  public SettingsSchema settings() {
    return SettingsSchema.of(
        IssuanceRules.ORGANIZATION, IssuanceRules.VALIDITY, IssuanceRules.MAX_VALIDITY);
  }

  @Override
  public boolean selfSigning() {
    return true;
  }

  @Override
  public Connector open(ConnectorContext context) throws CaMisconfigured {
    return new SelfSignedConnector(context, IssuanceRules.of(context.settings()));
  }
}
