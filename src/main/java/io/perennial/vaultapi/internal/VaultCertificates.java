package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Certificates, without their private keys. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates")
class VaultCertificates {

  private static final String KIND = "Certificate";

  private final Stored stored;
  private final Rights rights;
  private final Parts parts;
  private final VaultViews views;

  VaultCertificates(Stored stored, Rights rights, Parts parts, VaultViews views) {
    this.stored = stored;
    this.rights = rights;
    this.parts = parts;
    this.views = views;
  }

  @GetMapping
  Wire.Part<CertificateWire.Item> list(Call call) {
    rights.require(call, DataAction.CERTIFICATES_READ, call.scope(), "certificates");
    return parts.list(
        call,
        slice -> stored.page(call.vault(), slice),
        (Listed listed) -> views.item(call, listed.certificate(), listed.current(), ""));
  }

  @GetMapping("/{name}/versions")
  Wire.Part<CertificateWire.Item> versions(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    return parts.list(
        call,
        slice -> stored.versions(certificate, slice),
        (Version version) ->
            views.item(call, certificate, Optional.of(version), version.knownAs().value()));
  }

  @GetMapping("/{name}/policy")
  Wire.Policy policy(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    return views.policy(call, certificate);
  }

  @GetMapping("/{name}")
  CertificateWire.Bundle current(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    return views.bundle(call, certificate, stored.version(certificate, ""));
  }

  @GetMapping("/{name}/{version}")
  CertificateWire.Bundle version(
      Call call, @PathVariable String name, @PathVariable String version) {
    Certificate certificate = readable(call, name);
    Optional<Version> found = stored.version(certificate, version);
    if (found.isEmpty()) {
      throw VaultProblem.notFound(KIND, name + "/" + version);
    }
    return views.bundle(call, certificate, found);
  }

  private Certificate readable(Call call, String name) {
    rights.require(
        call,
        DataAction.CERTIFICATES_READ,
        stored.scope(call.vault(), name),
        "certificates/" + name);
    return stored.certificate(call.vault(), KIND, name);
  }
}
