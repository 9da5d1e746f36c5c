package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public key that goes with each certificate. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/keys")
class VaultKeys {

  private final Stored stored;
  private final ManagedKeys keys;
  private final Rights rights;
  private final Parts parts;

  VaultKeys(Stored stored, ManagedKeys keys, Rights rights, Parts parts) {
    this.stored = stored;
    this.keys = keys;
    this.rights = rights;
    this.parts = parts;
  }

  @GetMapping
  Wire.Part<Wire.KeyItem> list(Call call) {
    rights.require(call, DataAction.KEYS_READ, call.scope(), "keys");
    return parts.list(
        call,
        slice -> stored.page(call.vault(), slice),
        (Listed listed) -> item(call, listed.certificate(), listed.current(), ""));
  }

  @GetMapping("/{name}/versions")
  Wire.Part<Wire.KeyItem> versions(Call call, @PathVariable String name) {
    Certificate certificate = keys.certificate(call, DataAction.KEYS_READ, name);
    return parts.list(
        call,
        slice -> stored.versions(certificate, slice),
        (Version version) ->
            item(call, certificate, Optional.of(version), version.knownAs().value()));
  }

  @GetMapping({"/{name}", "/{name}/{version}"})
  Wire.KeyBundle get(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    Certificate certificate = keys.certificate(call, DataAction.KEYS_READ, name);
    Version found = keys.version(certificate, version);
    return new Wire.KeyBundle(
        PublicKeys.jwk(
            Views.address(call.base(), "keys", certificate, found.knownAs().value()),
            stored.chain(found).getFirst()),
        true,
        VaultViews.attributes(call.vault(), certificate, Optional.of(found)),
        certificate.tags());
  }

  private static Wire.KeyItem item(
      Call call, Certificate certificate, Optional<Version> version, String of) {
    return new Wire.KeyItem(
        Views.address(call.base(), "keys", certificate, of),
        true,
        VaultViews.attributes(call.vault(), certificate, version),
        certificate.tags());
  }
}
