package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.protection.Import;
import io.perennial.protection.Imports;
import io.perennial.revocation.Reasons;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.Revocations;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** How the command line takes certificates in, and takes versions back. */
@RestController
@RequestMapping(path = "/control", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlLifecycleController {

  private final Certificates certificates;
  private final Vaults vaults;
  private final Imports imports;
  private final Revocations revocations;

  ControlLifecycleController(
      Certificates certificates, Vaults vaults, Imports imports, Revocations revocations) {
    this.certificates = certificates;
    this.vaults = vaults;
    this.imports = imports;
    this.revocations = revocations;
  }

  /** The name of the certificate. A password file usually ends with a line's end. */
  @PostMapping("/import")
  String bring(
      @RequestParam Map<String, String> fields,
      @RequestParam(name = "files", required = false) @Nullable List<MultipartFile> uploads)
      throws IOException {
    List<byte[]> files = new ArrayList<>();
    try {
      for (MultipartFile upload : uploads == null ? List.<MultipartFile>of() : uploads) {
        files.add(upload.getBytes());
      }
      Certificate brought =
          imports.bring(
              COMMAND_LINE,
              fields.getOrDefault("vault", ""),
              new Import(
                  fields.getOrDefault("name", ""),
                  files,
                  fields.getOrDefault("password", "").replaceFirst("\\R\\z", "").toCharArray(),
                  fields.getOrDefault("issuer", "")));
      return brought.name().value() + "\n";
    } finally {
      files.forEach(file -> Arrays.fill(file, (byte) 0));
    }
  }

  /** Certificate, version and how far it has come, parted by tabs. */
  @PostMapping("/revoke")
  String revoke(@RequestParam Map<String, String> fields) {
    ObjectName name = new ObjectName(fields.getOrDefault("certificate", ""));
    Vault vault = vaults.named(fields.getOrDefault("vault", ""));
    Certificate certificate =
        certificates
            .find(COMMAND_LINE, vault.id(), name)
            .orElseThrow(() ->
                Refusal.notFound(
                    "There is no certificate %s in the vault %s."
                        .formatted(name.value(), vault.name().value())));
    Version version = version(certificate, fields.getOrDefault("version", ""));
    Revocation wish =
        revocations.revoke(
            COMMAND_LINE, version.id(), Reasons.read(fields.getOrDefault("reason", "")));
    return "%s\t%d\t%s%n"
        .formatted(
            name.value(),
            version.number(),
            wish.revokedAt().map(at -> "revoked at " + at).orElse("the CA is being told"));
  }

  /** By number; the current one when none is given. */
  private Version version(Certificate certificate, String number) {
    VersionId current = certificate.currentVersion().orElse(null);
    return certificates.versions(COMMAND_LINE, certificate.id()).stream()
        .filter(version ->
            number.isBlank()
                ? version.id().equals(current)
                : Integer.toString(version.number()).equals(number.strip()))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("This certificate has no such version."));
  }
}
