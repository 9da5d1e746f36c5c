package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.managementapi.internal.Once.Made;
import io.perennial.protection.Import;
import io.perennial.protection.Imports;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes certificates in that were made elsewhere, with their keys, which never come out here. */
@RestController
@RequestMapping("/api/v1/imports")
class ImportsApi {

  private final Imports imports;
  private final NamedCertificates views;
  private final Once once;

  ImportsApi(Imports imports, NamedCertificates views, Once once) {
    this.imports = imports;
    this.views = views;
    this.once = once;
  }

  @PostMapping
  ResponseEntity<CertificateView> bring(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody ImportBody body) {
    return once.create(actor, key, body, CertificateView.class, () -> made(actor, body));
  }

  private Made<CertificateView> made(Principal actor, ImportBody body) {
    List<byte[]> files = body.read();
    try {
      Certificate brought =
          imports.bring(
              actor,
              Texts.of(body.vault()),
              new Import(
                  Texts.of(body.name()),
                  files,
                  Texts.of(body.password()).toCharArray(),
                  Texts.of(body.issuer())));
      Listed listed = views.certificates().get(actor, brought.id());
      return new Made<>(
          "/api/v1/certificates/" + brought.id().value(),
          Optional.of(Preconditions.tag(listed.revision())),
          views.of(actor, listed));
    } finally {
      files.forEach(file -> Arrays.fill(file, (byte) 0));
    }
  }
}
