package io.perennial.connector.testkit;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;
import java.time.Clock;
import java.util.function.BiFunction;

/** Opens toy connectors, sound or broken ones, at one toy CA. */
public class ToyFactory implements ConnectorFactory {

  private final ToyCa ca;
  private final BiFunction<ConnectorContext, ToyCa, Connector> opener;

  /** For the service loader. */
  public ToyFactory() {
    this(new ToyCa(Clock.systemUTC()), ToyConnector::new);
  }

  ToyFactory(ToyCa ca, BiFunction<ConnectorContext, ToyCa, Connector> opener) {
    this.ca = ca;
    this.opener = opener;
  }

  @Override
  public String type() {
    return "toy";
  }

  @Override
  public String displayName() {
    return "Toy CA";
  }

  @Override
  public SettingsSchema settings() {
    return SettingsSchema.of(
        Setting.required("token", Setting.Kind.SECRET, "Token", "Enter the token of the account."));
  }

  @Override
  public Connector open(ConnectorContext context) throws CaMisconfigured {
    return opener.apply(context, ca);
  }
}
