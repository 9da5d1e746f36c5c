package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.KeyType;
import io.perennial.connector.Settings;
import io.perennial.connector.testkit.BorrowedContext;
import java.util.Map;

/** The same issuer after an operator chose another key type. */
record Retyped(ConnectorContext lender, Settings settings) implements BorrowedContext {

  static Retyped to(KeyType type, ConnectorContext lender) throws CaMisconfigured {
    return new Retyped(
        lender, Settings.of(new PrivateCaFactory().settings(), Map.of("key-type", type.name())));
  }
}
