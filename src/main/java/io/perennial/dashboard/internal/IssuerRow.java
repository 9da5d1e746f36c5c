package io.perennial.dashboard.internal;

import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.issuer.Issuer;
import java.util.List;
import java.util.Optional;

/**
 * A configured CA in the list.
 *
 * @param kind as people call it, or the type of a connector that is gone
 * @param settings without the secret ones, in the form's order
 * @param problem what must be put right, or empty
 */
record IssuerRow(
    String id, String name, String kind, List<Entry> settings, String problem, String since) {

  private static final int SHOWN = 80;

  /** A setting's label and value. */
  record Entry(String label, String value) {}

  static IssuerRow of(Issuer issuer, Optional<ConnectorFactory> kind, Moments moments) {
    List<Entry> entries =
        kind.stream()
            .flatMap(known -> known.settings().settings().stream())
            .filter(setting -> issuer.settings().containsKey(setting.name()))
            .map(setting -> entry(setting, issuer.settings().getOrDefault(setting.name(), "")))
            .toList();
    return new IssuerRow(
        issuer.id().value(),
        issuer.name().value(),
        kind.map(ConnectorFactory::displayName).orElse(issuer.type()),
        entries,
        issuer.problem().map(Issuer.Trouble::sentence).orElse(""),
        issuer.problem().map(trouble -> "since " + moments.ago(trouble.since())).orElse(""));
  }

  private static Entry entry(Setting setting, String value) {
    String shown = value.strip().replaceAll("\\s+", " ");
    return new Entry(
        setting.label(), shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown);
  }
}
