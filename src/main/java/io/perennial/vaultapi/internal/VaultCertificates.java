package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import java.security.cert.X509Certificate;
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

  VaultCertificates(Stored stored, Rights rights, Parts parts) {
    this.stored = stored;
    this.rights = rights;
    this.parts = parts;
  }

  @GetMapping
  Wire.Part<Wire.CertificateItem> list(Call call) {
    rights.require(call, DataAction.CERTIFICATES_READ, call.scope(), "certificates");
    String base = call.base();
    return parts.list(
        call,
        slice -> stored.page(call.vault(), slice),
        (Listed listed) ->
            Views.item(
                Views.address(base, "certificates", listed.certificate(), ""),
                listed.certificate(),
                listed.current(),
                listed.current().map(this::leaf)));
  }

  @GetMapping("/{name}/versions")
  Wire.Part<Wire.CertificateItem> versions(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    String base = call.base();
    return parts.list(
        call,
        slice -> stored.versions(certificate, slice),
        (Version version) ->
            Views.item(
                Views.address(base, "certificates", certificate, version.id().value()),
                certificate,
                Optional.of(version),
                Optional.of(leaf(version))));
  }

  @GetMapping("/{name}/policy")
  Wire.Policy policy(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    Optional<Version> current = stored.version(certificate, "");
    return Views.policy(
        call.base(), certificate, current, current.map(this::leaf), stored.issuer(certificate));
  }

  @GetMapping("/{name}")
  Wire.CertificateBundle current(Call call, @PathVariable String name) {
    Certificate certificate = readable(call, name);
    return bundle(call, certificate, stored.version(certificate, ""));
  }

  @GetMapping("/{name}/{version}")
  Wire.CertificateBundle version(
      Call call, @PathVariable String name, @PathVariable String version) {
    Certificate certificate = readable(call, name);
    Optional<Version> found = stored.version(certificate, version);
    if (found.isEmpty()) {
      throw VaultProblem.notFound(KIND, name + "/" + version);
    }
    return bundle(call, certificate, found);
  }

  private Wire.CertificateBundle bundle(
      Call call, Certificate certificate, Optional<Version> version) {
    return Views.bundle(
        call.base(), certificate, version, version.map(this::leaf), stored.issuer(certificate));
  }

  private Certificate readable(Call call, String name) {
    rights.require(
        call,
        DataAction.CERTIFICATES_READ,
        stored.scope(call.vault(), name),
        "certificates/" + name);
    return stored.certificate(call.vault(), KIND, name);
  }

  private X509Certificate leaf(Version version) {
    return stored.chain(version).getFirst();
  }
}
