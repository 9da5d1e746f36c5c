package io.perennial.publication.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.Pem;
import io.perennial.publication.Binding;
import io.perennial.publication.PullService;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class BundlePulls implements PullService {

  private final OwnBindings own;
  private final PublicationRepository publications;
  private final Certificates certificates;
  private final Keys keys;
  private final PfxCache pfx;
  private final Gate gate;

  BundlePulls(
      OwnBindings own,
      PublicationRepository publications,
      Certificates certificates,
      Keys keys,
      PfxCache pfx,
      Gate gate) {
    this.own = own;
    this.publications = publications;
    this.certificates = certificates;
    this.keys = keys;
    this.pfx = pfx;
    this.gate = gate;
  }

  @Override
  public Pulled pull(
      Principal actor,
      BindingId id,
      Optional<VersionId> known,
      Form form,
      Optional<SecretBytes> password) {
    Binding binding = own.get(actor, Permission.READ_CERTIFICATES, id);
    Version version = current(binding);
    if (known.filter(version.id()::equals).isPresent()) {
      return new Pulled.Unchanged(version.id());
    }
    SecretBytes bytes = build(actor, binding, version, form, password);
    publications.pulled(version.id(), id, gate.now());
    return new Pulled.Bundle(version.id(), version.fingerprint().value(), bytes);
  }

  @Override
  public Current current(Principal actor, BindingId id) {
    Version version = current(own.get(actor, Permission.READ_CERTIFICATES, id));
    return new Current(version.id(), version.fingerprint().value());
  }

  private Version current(Binding binding) {
    Certificate certificate = certificates.get(Prober.PROBING, binding.certificate());
    return certificate
        .currentVersion()
        .flatMap(version -> certificates.version(Prober.PROBING, version))
        .orElseThrow(() ->
            Refusal.conflict("No version has been issued yet. " + certificate.plan().sentence()));
  }

  private SecretBytes build(
      Principal actor,
      Binding binding,
      Version version,
      Form form,
      Optional<SecretBytes> password) {
    String chain = certificates.chain(Prober.PROBING, version.id());
    return switch (form) {
      case CHAIN -> new SecretBytes(chain.getBytes(StandardCharsets.US_ASCII));
      case PEM -> {
        try (SecretBytes key = keys.reveal(actor, binding.scope(), version.id(), "pulled as PEM")) {
          yield new SecretBytes(Pem.bundle(key.reveal(), chain));
        }
      }
      case PFX -> {
        SecretBytes secret =
            password.orElseThrow(() ->
                Refusal.invalid(
                    "Send the password for the PFX in the header Pfx-Password, at least 8"
                        + " characters."));
        // Before the key is opened, whose reading is audited.
        PfxCache.check(secret);
        try (SecretBytes key = keys.reveal(actor, binding.scope(), version.id(), "pulled as PFX")) {
          yield pfx.get(version.id(), keys.type(version.id()), key, chain, secret);
        }
      }
    };
  }
}
