package io.perennial.issuer.internal;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.Refusal;
import io.perennial.policy.AllowedNames;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of CA with what Perennial itself wants to know of each that issues, whatever its kind. A
 * connector sees those settings, and has no use for them.
 *
 * @param own as the connector's jar gave it
 * @param settings its own, and ours behind them
 */
record GovernedFactory(ConnectorFactory own, SettingsSchema settings) implements ConnectorFactory {

  private static final Setting ALLOWED_NAMES =
      Setting.optional(
          Issuer.ALLOWED_NAMES,
          Setting.Kind.TEXT,
          "Allowed names",
          "Enter what certificates of this issuer may name, such as www.example.com,"
              + " *.example.com (one label more), .corp.example (all below) or 10.0.0.0/8; leave it"
              + " empty for any.");

  /** One that stands for the CAs of what is imported asks for nothing and has nothing to limit. */
  static ConnectorFactory of(ConnectorFactory own) {
    if (!own.issuing()) {
      return own;
    }
    List<Setting> all = new ArrayList<>(own.settings().settings());
    all.add(ALLOWED_NAMES);
    return new GovernedFactory(own, new SettingsSchema(all));
  }

  @Override
  public String type() {
    return own.type();
  }

  @Override
  public String displayName() {
    return own.displayName();
  }

  @Override
  public boolean selfSigning() {
    return own.selfSigning();
  }

  @Override
  public Connector open(ConnectorContext context) throws CaMisconfigured {
    try {
      AllowedNames.parse(context.settings().find(Issuer.ALLOWED_NAMES).orElse(""));
    } catch (Refusal unreadable) {
      throw new CaMisconfigured(Issuer.ALLOWED_NAMES, unreadable.sentence());
    }
    return own.open(context);
  }
}
