package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.Slice;
import io.perennial.secret.SecretNames;
import io.perennial.secret.SecretVersion;
import io.perennial.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Secrets, read: those of their own, and the one that goes with each certificate, which is its
 * chain with its private key.
 */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/secrets")
class VaultSecrets {

  private final Stored stored;
  private final ManagedSecrets managed;
  private final Secrets secrets;
  private final SecretNames names;
  private final SecretRights rights;
  private final Parts parts;

  VaultSecrets(
      Stored stored,
      ManagedSecrets managed,
      Secrets secrets,
      SecretNames names,
      SecretRights rights,
      Parts parts) {
    this.stored = stored;
    this.managed = managed;
    this.secrets = secrets;
    this.names = names;
    this.rights = rights;
    this.parts = parts;
  }

  @GetMapping
  Wire.Part<SecretWire.Item> list(Call call) {
    rights.requireAll(call, DataAction.SECRETS_LIST, "secrets");
    return parts.list(call, slice -> both(call, slice), Named::item);
  }

  /** A part of one list made of parts of two, each of which begins at the same name. */
  private Page<Named> both(Call call, Slice slice) {
    Page<SecretVersion> own = secrets.page(call.caller(), call.vault().id(), slice);
    Page<Listed> certificates = stored.page(call.vault(), slice);
    Map<String, SecretWire.Item> all = new HashMap<>();
    for (SecretVersion version : own.items()) {
      all.put(version.name().value(), SecretViews.item(call, version));
    }
    for (Listed listed : certificates.items()) {
      all.put(
          listed.certificate().name().value(),
          SecretViews.managedItem(call, listed.certificate(), listed.current(), ""));
    }
    List<Named> part =
        names.inOrder(all.keySet()).stream()
            .limit(slice.limit())
            .map(name -> new Named(name, Objects.requireNonNull(all.get(name))))
            .toList();
    boolean more =
        all.size() > part.size() || own.next().isPresent() || certificates.next().isPresent();
    return new Page<>(part, more ? Optional.of(part.getLast().name()) : Optional.empty());
  }

  private record Named(String name, SecretWire.Item item) {}

  @GetMapping("/{name}/versions")
  Wire.Part<SecretWire.Item> versions(Call call, @PathVariable String name) {
    ObjectName wanted = rights.require(call, DataAction.SECRETS_LIST, name);
    Optional<Certificate> certificate = stored.find(call.vault(), name);
    if (certificate.isEmpty()) {
      rights.own(call, wanted, "");
      return parts.list(
          call,
          slice -> secrets.versions(call.caller(), call.vault().id(), wanted, slice),
          (SecretVersion version) -> SecretViews.versionItem(call, version));
    }
    return parts.list(
        call,
        slice -> stored.versions(certificate.get(), slice),
        (Version version) ->
            SecretViews.managedItem(
                call, certificate.get(), Optional.of(version), version.knownAs().value()));
  }

  @GetMapping({"/{name}", "/{name}/{version}"})
  SecretWire.Bundle get(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @RequestParam(required = false) @Nullable String outContentType) {
    ObjectName wanted = rights.require(call, DataAction.SECRETS_GET, name);
    String id = version == null ? "" : version;
    Optional<String> contentType = contentType(outContentType);
    Optional<Certificate> certificate = stored.find(call.vault(), name);
    return certificate.isPresent()
        ? managed(
            call,
            certificate.get(),
            id,
            contentType.orElseGet(() -> Views.contentType(certificate.get())))
        : own(call, rights.own(call, wanted, id));
  }

  private SecretWire.Bundle own(Call call, SecretVersion version) {
    if (!version.details().enabled()) {
      throw disabled();
    }
    try (SecretBytes value = secrets.reveal(call.caller(), version)) {
      return SecretViews.bundle(
          call, version, Optional.of(new String(value.reveal(), StandardCharsets.UTF_8)));
    }
  }

  private static VaultProblem disabled() {
    return VaultProblem.forbidden(
        "SecretDisabled", "Operation get is not allowed on a disabled secret.");
  }

  private SecretWire.Bundle managed(
      Call call, Certificate certificate, String version, String contentType) {
    String name = certificate.name().value();
    Version found =
        stored
            .version(certificate, version)
            .orElseThrow(() ->
                VaultProblem.notFound(
                    SecretRights.KIND, version.isEmpty() ? name : name + "/" + version));
    if (!certificate.enabled()) {
      throw disabled();
    }
    if (Stored.ownOfThisServer(call.vault(), certificate)) {
      throw VaultProblem.forbidden(
          "SecretNotExportable",
          "This is the certificate of Perennial's own listener, whose private key stays with it."
              + " Read the certificate instead.");
    }
    return SecretViews.managed(
        call,
        certificate,
        found,
        contentType,
        managed.value(call, certificate, found, contentType));
  }

  private static Optional<String> contentType(@Nullable String wanted) {
    if (wanted == null || wanted.equals(Views.PKCS12) || wanted.equals(Views.PEM)) {
      return Optional.ofNullable(wanted);
    }
    throw VaultProblem.badParameter(
        "outContentType is %s or %s.".formatted(Views.PKCS12, Views.PEM));
  }
}
