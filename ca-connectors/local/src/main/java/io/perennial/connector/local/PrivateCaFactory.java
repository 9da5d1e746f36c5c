package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.KeyType;
import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;
import java.util.Arrays;

/** A private CA with a root and an intermediate, made at first use. */
public final class PrivateCaFactory implements ConnectorFactory {

  static final Setting KEY_TYPE =
      Setting.optional(
              "key-type",
              Setting.Kind.CHOICE,
              "Key type",
              "Choose the type of the CA's own keys; those that exist already keep theirs.")
          .withChoices(Arrays.stream(KeyType.values()).map(KeyType::name).toList())
          .withFallback(KeyType.P_256.name());

  @Override
  public String type() {
    return "private-ca";
  }

  @Override
  public String displayName() {
    return "Private CA";
  }

  @Override
  public SettingsSchema settings() {
    return SettingsSchema.of(
        IssuanceRules.ORGANIZATION, IssuanceRules.VALIDITY, IssuanceRules.MAX_VALIDITY, KEY_TYPE);
  }

  @Override
  public Connector open(ConnectorContext context) throws CaMisconfigured {
    return new PrivateCaConnector(context, IssuanceRules.of(context.settings()));
  }
}
