package io.perennial.managementapi.internal;

import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.issuer.Issuer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a CA is configured.
 *
 * @param settings without the secret ones
 * @param secrets names of those that can be written and never read
 */
record IssuerSettingsView(Map<String, String> settings, List<String> secrets) {

  static IssuerSettingsView of(Issuer issuer, Optional<ConnectorFactory> kind) {
    return new IssuerSettingsView(
        new java.util.TreeMap<>(issuer.settings()),
        kind.stream()
            .flatMap(factory -> factory.settings().settings().stream())
            .filter(setting -> setting.kind() == Setting.Kind.SECRET)
            .map(Setting::name)
            .toList());
  }
}
