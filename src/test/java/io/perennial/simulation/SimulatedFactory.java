package io.perennial.simulation;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;

/** Connects issuers of type {@code simulated} to the CA of the test that has their name. */
public final class SimulatedFactory implements ConnectorFactory {

  static final String TYPE = "simulated";
  static final String CA = "ca";
  static final String ACCOUNT = "account";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String displayName() {
    return "Simulated CA";
  }

  @Override
  public SettingsSchema settings() {
    return SettingsSchema.of(
        Setting.required(CA, Setting.Kind.TEXT, "CA", "Enter the name of the test's CA."),
        Setting.optional(ACCOUNT, Setting.Kind.TEXT, "Account", "Enter the account to order with.")
            .withFallback("known"),
        Setting.optional(
            "password", Setting.Kind.SECRET, "Password", "Enter what nobody may see again."));
  }

  @Override
  public Connector open(ConnectorContext context) {
    return new SimulatedConnector(
        SimulatedCa.named(context.settings().text(CA)), context.settings().text(ACCOUNT));
  }
}
