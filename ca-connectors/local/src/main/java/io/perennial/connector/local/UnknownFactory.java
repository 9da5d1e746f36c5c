package io.perennial.connector.local;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.SettingsSchema;

/**
 * Stands for the CAs of certificates that were imported: they are shown and watched, and what
 * follows them is imported too.
 */
public final class UnknownFactory implements ConnectorFactory {

  @Override
  public String type() {
    return "unknown";
  }

  @Override
  public String displayName() {
    return "Unknown CA";
  }

  @Override
  public SettingsSchema settings() {
    return SettingsSchema.of();
  }

  @Override
  public boolean issuing() {
    return false;
  }

  @Override
  public Connector open(ConnectorContext context) {
    return new UnknownConnector();
  }
}
