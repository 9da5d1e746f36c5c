package io.perennial.managementapi.internal;

import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import java.util.List;
import java.util.Optional;

/** A kind of CA, with what must be known of one. */
record IssuerKindView(String type, String displayName, List<SettingView> settings) {

  static IssuerKindView of(ConnectorFactory kind) {
    return new IssuerKindView(
        kind.type(),
        kind.displayName(),
        kind.settings().settings().stream().map(SettingView::of).toList());
  }

  /** One thing to know. */
  record SettingView(
      String name,
      String label,
      String help,
      String kind,
      boolean required,
      Optional<String> fallback,
      List<String> choices) {

    private static SettingView of(Setting setting) {
      return new SettingView(
          setting.name(),
          setting.label(),
          setting.help(),
          setting.kind().name(),
          setting.required(),
          setting.fallback(),
          setting.choices());
    }
  }
}
