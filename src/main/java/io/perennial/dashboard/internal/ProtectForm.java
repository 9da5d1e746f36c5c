package io.perennial.dashboard.internal;

import io.perennial.certificate.Certificate;
import io.perennial.connector.Identifier;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.protection.Wish;
import io.perennial.protection.Wish.ServerWish;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/**
 * What was typed into <em>Protect a domain</em>, so that a refusal loses nothing.
 *
 * @param vault by name; empty: the first
 * @param servers each enrolled one, ticked or not
 */
record ProtectForm(
    String vault,
    String domains,
    String issuer,
    String name,
    String keyType,
    String validity,
    String lifetimeAction,
    String profile,
    List<ServerChoice> servers) {

  /** A server that can be ticked. */
  record ServerChoice(String name, String hostname, boolean ticked, String address, String port) {}

  static ProtectForm empty(String vault, List<ServerRow> servers, String issuer) {
    return new ProtectForm(
        vault,
        "",
        issuer,
        "",
        "",
        "",
        "",
        "",
        servers.stream()
            .map(server -> new ServerChoice(server.name(), server.hostname(), false, "", ""))
            .toList());
  }

  /** What is wanted of a certificate now. */
  static ProtectForm of(Certificate certificate, String issuer) {
    CertificatePolicy policy = certificate.policy();
    return new ProtectForm(
        "",
        policy.identifiers().stream().map(Identifier::value).collect(Collectors.joining(" ")),
        issuer,
        "",
        policy.keyType().name().replace('_', '-'),
        policy.validity().map(Moments::period).orElse(""),
        switch (policy.lifetimeAction()) {
          case LifetimeAction.Percentage(int percent) -> percent + "%";
          case LifetimeAction.DaysBeforeExpiry(int days) -> days + "d";
        },
        policy.profile().orElse(""),
        List.of());
  }

  static ProtectForm of(List<ServerRow> servers, MultiValueMap<String, String> typed) {
    List<String> ticked = Optional.ofNullable(typed.get("server")).orElse(List.of());
    return new ProtectForm(
        text(typed, "vault"),
        text(typed, "domains"),
        text(typed, "issuer"),
        text(typed, "name"),
        text(typed, "key-type"),
        text(typed, "validity"),
        text(typed, "lifetime-action"),
        text(typed, "profile"),
        servers.stream()
            .map(server ->
                new ServerChoice(
                    server.name(),
                    server.hostname(),
                    ticked.contains(server.name()),
                    text(typed, "address-" + server.name()),
                    text(typed, "port-" + server.name())))
            .toList());
  }

  private static String text(MultiValueMap<String, String> typed, String field) {
    return Optional.ofNullable(typed.getFirst(field)).orElse("");
  }

  /** Whether anything beyond the usual was entered, so that it must be in sight. */
  public boolean more() {
    return Stream.of(name, keyType, validity, lifetimeAction, profile)
        .anyMatch(text -> !text.isBlank());
  }

  Wish wish() {
    return new Wish(
        domains,
        name,
        issuer,
        keyType,
        validity,
        profile,
        lifetimeAction,
        servers.stream()
            .filter(ServerChoice::ticked)
            .map(choice -> new ServerWish(choice.name(), choice.address(), choice.port()))
            .toList());
  }
}
