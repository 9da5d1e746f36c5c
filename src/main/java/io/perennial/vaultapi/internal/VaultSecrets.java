package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The secret that goes with each certificate: its chain with its private key. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/secrets")
class VaultSecrets {

  private static final String KIND = "Secret";

  private final Stored stored;
  private final ManagedSecrets secrets;
  private final Rights rights;
  private final Parts parts;

  VaultSecrets(Stored stored, ManagedSecrets secrets, Rights rights, Parts parts) {
    this.stored = stored;
    this.secrets = secrets;
    this.rights = rights;
    this.parts = parts;
  }

  @GetMapping
  Wire.Part<Wire.SecretItem> list(Call call) {
    rights.require(call, DataAction.SECRETS_LIST, call.scope(), "secrets");
    String base = call.base();
    return parts.list(
        call,
        slice -> stored.page(call.vault(), slice),
        (Listed listed) -> item(base, listed.certificate(), listed.current(), ""));
  }

  @GetMapping("/{name}/versions")
  Wire.Part<Wire.SecretItem> versions(Call call, @PathVariable String name) {
    require(call, DataAction.SECRETS_LIST, name);
    Certificate certificate = stored.certificate(call.vault(), KIND, name);
    String base = call.base();
    return parts.list(
        call,
        slice -> stored.versions(certificate, slice),
        (Version version) -> item(base, certificate, Optional.of(version), version.id().value()));
  }

  @GetMapping({"/{name}", "/{name}/{version}"})
  Wire.SecretBundle get(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @RequestParam(required = false) @Nullable String outContentType) {
    require(call, DataAction.SECRETS_GET, name);
    String wanted = version == null ? "" : version;
    Certificate certificate = stored.certificate(call.vault(), KIND, name);
    Version found =
        stored
            .version(certificate, wanted)
            .orElseThrow(
                () -> VaultProblem.notFound(KIND, wanted.isEmpty() ? name : name + "/" + wanted));
    if (!certificate.enabled()) {
      throw VaultProblem.forbidden(
          "SecretDisabled", "Operation get is not allowed on a disabled secret.");
    }
    if (Stored.ownOfThisServer(call.vault(), certificate)) {
      throw VaultProblem.forbidden(
          "SecretNotExportable",
          "This is the certificate of Perennial's own listener, whose private key stays with it."
              + " Read the certificate instead.");
    }
    String base = call.base();
    String contentType = contentType(outContentType);
    return new Wire.SecretBundle(
        Optional.of(secrets.value(call.caller(), certificate, found, contentType)),
        contentType,
        Views.address(base, "secrets", certificate, found.id().value()),
        true,
        Views.attributes(certificate, Optional.of(found)),
        certificate.tags(),
        Views.address(base, "keys", certificate, found.id().value()));
  }

  private static String contentType(@Nullable String wanted) {
    if (wanted == null || wanted.equals(Views.PKCS12)) {
      return Views.PKCS12;
    }
    if (wanted.equals(Views.PEM)) {
      return Views.PEM;
    }
    throw VaultProblem.badParameter(
        "outContentType is %s or %s.".formatted(Views.PKCS12, Views.PEM));
  }

  private void require(Call call, DataAction action, String name) {
    rights.require(call, action, stored.scope(call.vault(), name), "secrets/" + name);
  }

  private static Wire.SecretItem item(
      String base, Certificate certificate, Optional<Version> version, String of) {
    return new Wire.SecretItem(
        Views.PKCS12,
        Views.address(base, "secrets", certificate, of),
        true,
        Views.attributes(certificate, version),
        certificate.tags());
  }
}
