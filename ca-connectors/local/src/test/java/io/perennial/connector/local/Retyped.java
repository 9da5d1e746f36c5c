package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.KeyType;
import io.perennial.connector.Settings;
import java.util.Map;

/** The same issuer after an operator chose another key type. */
final class Retyped extends BorrowedContext {

  private final Settings settings;

  Retyped(ConnectorContext context, KeyType type) throws CaMisconfigured {
    super(context);
    settings = Settings.of(new PrivateCaFactory().settings(), Map.of("key-type", type.name()));
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
