package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Description;
import io.perennial.certificate.SecretForm;
import io.perennial.kernel.ObjectName;
import io.perennial.protection.Import;
import io.perennial.protection.Imports;
import io.perennial.vaultapi.internal.CertificateBody.Policy;
import io.perennial.vaultapi.internal.CertificateBody.Request;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes in a certificate with its private key, as PEM or PKCS#12. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates")
class CertificateImport {

  private static final int LONGEST_PASSWORD = 200;

  private final Operations operations;
  private final JsonBody body;
  private final CertificateNames names;
  private final PolicyReader policies;
  private final Imports imports;
  private final CertificateChanges changes;

  CertificateImport(
      Operations operations,
      JsonBody body,
      CertificateNames names,
      PolicyReader policies,
      Imports imports,
      CertificateChanges changes) {
    this.operations = operations;
    this.body = body;
    this.names = names;
    this.policies = policies;
    this.imports = imports;
    this.changes = changes;
  }

  @PostMapping("/{name}/import")
  Bundle bring(Call call, @PathVariable String name) {
    operations.allow(call, DataAction.CERTIFICATES_IMPORT, name);
    Request request = body.read(call, Request.class);
    ObjectName free = names.require(call.vault(), name);
    Attributes.require(request.attributes(), Optional.empty());
    Optional<Policy> policy = Optional.ofNullable(request.policy());
    policy.ifPresent(sent -> policies.check(call.vault(), sent));
    Description description =
        new Description(
            Optional.of(Attributes.tags(request.tags())),
            Optional.of(Attributes.enabled(request.attributes())),
            Optional.of(form(request)));
    Certificate certificate = brought(call, free, request, issuer(policy));
    changes.describe(call, certificate, description);
    policy.ifPresent(sent -> changes.amend(call, changes.again(certificate), sent));
    operations.record(call, "CertificateImport", certificate.scope(), name);
    return changes.bundle(call, certificate);
  }

  private Certificate brought(Call call, ObjectName name, Request request, String issuer) {
    byte[] file = file(Optional.ofNullable(request.value()).orElse(""));
    char[] password = Optional.ofNullable(request.pwd()).orElse("").toCharArray();
    try {
      if (password.length > LONGEST_PASSWORD) {
        throw VaultProblem.badParameter(
            "pwd has at most %d characters.".formatted(LONGEST_PASSWORD));
      }
      return imports.bring(
          call.caller(),
          call.vault().id(),
          new Import(name.value(), List.of(file), password, issuer));
    } finally {
      Arrays.fill(file, (byte) 0);
      Arrays.fill(password, '\0');
    }
  }

  private static boolean pem(String value) {
    return value.contains("-----BEGIN ");
  }

  private static byte[] file(String value) {
    if (value.isBlank()) {
      throw VaultProblem.badParameter(
          "Send the certificate with its private key as value: a PFX in base64, or PEM.");
    }
    if (pem(value)) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(value.replaceAll("\\s", ""));
    } catch (IllegalArgumentException notBase64) {
      throw VaultProblem.badParameter(
          "value is neither PEM nor base64. Send a PFX in base64, or PEM as it is.");
    }
  }

  private static SecretForm form(Request request) {
    return pem(String.valueOf(request.value())) ? SecretForm.PEM : SecretForm.PKCS12;
  }

  /** Who renews it: nobody, unless somebody is named who can put an equal in its place. */
  private static String issuer(Optional<Policy> policy) {
    String named = policy.map(Policy::issuer).map(CertificateBody.Issuer::name).orElse("Unknown");
    return switch (named.toLowerCase(Locale.ROOT)) {
      case "unknown" -> "";
      case "self" ->
          throw VaultProblem.badParameter(
              "A self-signed certificate would take the place of the one that you import. Name the"
                  + " issuer that shall renew it, or Unknown.");
      default -> named;
    };
  }
}
