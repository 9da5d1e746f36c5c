package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.kernel.ObjectName;
import io.perennial.secret.DeletedSecret;
import io.perennial.secret.SecretDetails;
import io.perennial.secret.SecretVersion;
import io.perennial.vault.Vault;
import java.time.Instant;
import java.util.Optional;

/** Secrets in Key Vault's shape. */
final class SecretViews {

  private SecretViews() {}

  static SecretWire.Bundle bundle(Call call, SecretVersion version, Optional<String> value) {
    return new SecretWire.Bundle(
        value,
        version.details().contentType(),
        address(call, "secrets", version.name()) + "/" + version.id().value(),
        Optional.empty(),
        attributes(call.vault(), version),
        version.details().tags(),
        Optional.empty());
  }

  static SecretWire.Bundle managed(
      Call call, Certificate certificate, Version version, String contentType, String value) {
    String id = version.knownAs().value();
    return new SecretWire.Bundle(
        Optional.of(value),
        Optional.of(contentType),
        Views.address(call.base(), "secrets", certificate, id),
        Optional.of(true),
        attributes(call.vault(), certificate, Optional.of(version)),
        certificate.tags(),
        Optional.of(Views.address(call.base(), "keys", certificate, id)));
  }

  static SecretWire.Item item(Call call, SecretVersion version) {
    return item(call, version, address(call, "secrets", version.name()));
  }

  static SecretWire.Item versionItem(Call call, SecretVersion version) {
    return item(
        call, version, address(call, "secrets", version.name()) + "/" + version.id().value());
  }

  private static SecretWire.Item item(Call call, SecretVersion version, String id) {
    return new SecretWire.Item(
        version.details().contentType(),
        id,
        Optional.empty(),
        attributes(call.vault(), version),
        version.details().tags());
  }

  static SecretWire.Item managedItem(
      Call call, Certificate certificate, Optional<Version> version, String of) {
    return new SecretWire.Item(
        Optional.of(Views.contentType(certificate)),
        Views.address(call.base(), "secrets", certificate, of),
        Optional.of(true),
        attributes(call.vault(), certificate, version),
        certificate.tags());
  }

  static SecretWire.Deleted deleted(Call call, DeletedSecret secret) {
    SecretVersion current = secret.current();
    return deleted(
        call, secret, address(call, "secrets", current.name()) + "/" + current.id().value());
  }

  static SecretWire.Deleted deletedItem(Call call, DeletedSecret secret) {
    return deleted(call, secret, address(call, "secrets", secret.current().name()));
  }

  private static SecretWire.Deleted deleted(Call call, DeletedSecret secret, String id) {
    SecretVersion current = secret.current();
    return new SecretWire.Deleted(
        address(call, "deletedsecrets", current.name()),
        secret.deletedAt().getEpochSecond(),
        secret.purgeAt().getEpochSecond(),
        current.details().contentType(),
        id,
        attributes(call.vault(), current),
        current.details().tags());
  }

  private static String address(Call call, String kind, ObjectName name) {
    return call.base() + "/" + kind + "/" + name.value();
  }

  private static SecretWire.Attributes attributes(Vault vault, SecretVersion version) {
    SecretDetails details = version.details();
    return new SecretWire.Attributes(
        details.enabled(),
        details.notBefore().map(Instant::getEpochSecond),
        details.expires().map(Instant::getEpochSecond),
        version.createdAt().getEpochSecond(),
        version.updatedAt().getEpochSecond(),
        Optional.of(vault.retentionDays()),
        Optional.of(Views.recoveryLevel(vault)));
  }

  private static SecretWire.Attributes attributes(
      Vault vault, Certificate certificate, Optional<Version> version) {
    Wire.Attributes same = Views.attributes(certificate, version);
    return new SecretWire.Attributes(
        same.enabled(),
        same.nbf(),
        same.exp(),
        same.created(),
        same.updated(),
        Optional.of(vault.retentionDays()),
        Optional.of(Views.recoveryLevel(vault)));
  }
}
