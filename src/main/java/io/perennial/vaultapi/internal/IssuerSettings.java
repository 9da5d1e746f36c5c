package io.perennial.vaultapi.internal;

import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Setting;
import io.perennial.issuer.Issuers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * A connector's settings in the fields that Key Vault's clients send: the provider is the
 * connector, the account's id holds its settings as {@code name=value} parted by semicolons, where
 * the CA's address needs no name, and the password is the one setting that is secret.
 */
@Component
class IssuerSettings {

  private static final String CONTACT = "contact";

  /** Ours by the name that people expect. */
  private static final Map<String, String> PROVIDERS =
      Map.of("acme", "ACME", "private-ca", "Local");

  private final Issuers issuers;

  IssuerSettings(Issuers issuers) {
    this.issuers = issuers;
  }

  static String provider(String type) {
    return PROVIDERS.getOrDefault(type, type);
  }

  ConnectorFactory kind(Optional<String> provider) {
    List<ConnectorFactory> kinds =
        issuers.kinds().stream().filter(kind -> kind.issuing() && !kind.selfSigning()).toList();
    return kinds.stream()
        .filter(kind ->
            provider.filter(provider(kind.type())::equalsIgnoreCase).isPresent()
                || provider.filter(kind.type()::equalsIgnoreCase).isPresent())
        .findFirst()
        .orElseThrow(() ->
            VaultProblem.badParameter(
                "provider is one of %s."
                    .formatted(
                        kinds.stream()
                            .map(kind -> provider(kind.type()))
                            .collect(Collectors.joining(", ")))));
  }

  Map<String, String> read(
      ConnectorFactory kind,
      Optional<String> account,
      Optional<String> password,
      Optional<IssuerBody.Organization> organization) {
    Map<String, String> settings = new TreeMap<>();
    for (String part : account.orElse("").split(";", -1)) {
      if (!part.isBlank()) {
        add(kind, part.strip(), settings);
      }
    }
    password.filter(text -> !text.isEmpty()).ifPresent(text -> settings.put(secret(kind), text));
    organization
        .map(IssuerBody.Organization::administrators)
        .flatMap(all -> all.stream().findFirst())
        .map(IssuerBody.Administrator::email)
        .filter(email -> kind.settings().find(CONTACT).isPresent())
        .ifPresent(email -> settings.putIfAbsent(CONTACT, email));
    return settings;
  }

  private static void add(ConnectorFactory kind, String part, Map<String, String> settings) {
    if (part.toLowerCase(Locale.ROOT).startsWith("https://")) {
      settings.put(
          kind.settings().settings().stream()
              .filter(setting -> setting.kind() == Setting.Kind.URL)
              .findFirst()
              .orElseThrow(() ->
                  VaultProblem.badParameter(
                      "%s has no address; send its settings as name=value parted by ';': %s."
                          .formatted(provider(kind.type()), names(kind))))
              .name(),
          part);
      return;
    }
    int equals = part.indexOf('=');
    String name = equals < 0 ? part : part.substring(0, equals).strip();
    Setting setting =
        kind.settings()
            .find(name)
            .filter(known -> equals > 0)
            .orElseThrow(() ->
                VaultProblem.badParameter(
                    "account_id holds the CA's address, and settings as name=value parted by ';': %s."
                        .formatted(names(kind))));
    if (setting.kind() == Setting.Kind.SECRET) {
      throw VaultProblem.badParameter(
          "%s is secret and account_id is not. Send it as the password.".formatted(name));
    }
    settings.put(name, part.substring(equals + 1).strip());
  }

  private static String secret(ConnectorFactory kind) {
    return kind.settings().settings().stream()
        .filter(setting -> setting.kind() == Setting.Kind.SECRET)
        .map(Setting::name)
        .findFirst()
        .orElseThrow(() ->
            VaultProblem.badParameter(
                "%s takes no password. Leave it out.".formatted(provider(kind.type()))));
  }

  private static String names(ConnectorFactory kind) {
    return kind.settings().settings().stream()
        .filter(setting -> setting.kind() != Setting.Kind.SECRET)
        .map(Setting::name)
        .collect(Collectors.joining(", "));
  }
}
