package io.perennial.pullapi.internal;

import io.perennial.access.Principal;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.Id;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.PullService;
import io.perennial.publication.PullService.Current;
import io.perennial.publication.PullService.Form;
import io.perennial.publication.PullService.Pulled;
import io.perennial.publication.Truths;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What a server reads: its bindings, and the bundle of each. */
@RestController
@RequestMapping("/pull/v1/bindings")
class PullController {

  private final PullService pulls;
  private final Bindings bindings;

  PullController(PullService pulls, Bindings bindings) {
    this.pulls = pulls;
    this.bindings = bindings;
  }

  /** One binding a line, fields parted by tabs, so that a shell can read it. */
  @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
  String list(@AuthenticationPrincipal Principal consumer) {
    return bindings.mine(consumer).stream().map(PullController::line).collect(Collectors.joining());
  }

  private static String line(Truths truths) {
    Binding binding = truths.binding();
    return String.join(
            "\t",
            binding.id().value(),
            truths.certificate().name().value(),
            truths.published().map(version -> version.id().value()).orElse("-"),
            truths.published().map(version -> version.fingerprint().value()).orElse("-"),
            Integer.toString(binding.port()),
            binding.hosts().stream().map(Identifier::value).collect(Collectors.joining(",")))
        + "\n";
  }

  @GetMapping("/{id}/bundle.pem")
  void pem(
      @AuthenticationPrincipal Principal consumer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      HttpServletResponse response)
      throws IOException {
    Pulled pulled =
        pulls.pull(consumer, new BindingId(id), version(known), Form.PEM, Optional.empty());
    answer(response, pulled, "application/x-pem-file");
  }

  @GetMapping("/{id}/chain.pem")
  void chain(
      @AuthenticationPrincipal Principal consumer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      HttpServletResponse response)
      throws IOException {
    Pulled pulled =
        pulls.pull(consumer, new BindingId(id), version(known), Form.CHAIN, Optional.empty());
    answer(response, pulled, "application/x-pem-file");
  }

  @GetMapping("/{id}/bundle.pfx")
  void pfx(
      @AuthenticationPrincipal Principal consumer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
      @RequestHeader(name = "Pfx-Password", required = false) @Nullable String password,
      HttpServletResponse response)
      throws IOException {
    Optional<SecretBytes> secret =
        Optional.ofNullable(password)
            .map(text -> new SecretBytes(text.getBytes(StandardCharsets.UTF_8)));
    Pulled pulled = pulls.pull(consumer, new BindingId(id), version(known), Form.PFX, secret);
    answer(response, pulled, "application/x-pkcs12");
  }

  /** Says which version there is; opens no key, so that nothing is audited as taken. */
  @RequestMapping(
      path = {"/{id}/bundle.pem", "/{id}/chain.pem", "/{id}/bundle.pfx"},
      method = RequestMethod.HEAD)
  ResponseEntity<Void> head(
      @AuthenticationPrincipal Principal consumer,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
    Current current = pulls.current(consumer, new BindingId(id));
    boolean same = version(known).filter(current.version()::equals).isPresent();
    return ResponseEntity.status(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
        .eTag(current.version().value())
        .cacheControl(CacheControl.noCache().cachePrivate())
        .header("Perennial-Version", current.version().value())
        .header("Perennial-Fingerprint", current.fingerprint())
        .build();
  }

  /**
   * The version named by an entity tag (RFC 9110, section 13.1.2); any other text is none of ours.
   */
  private static Optional<VersionId> version(@Nullable String ifNoneMatch) {
    if (ifNoneMatch == null) {
      return Optional.empty();
    }
    List<VersionId> named =
        List.of(ifNoneMatch.split(",")).stream()
            .map(tag -> tag.strip().replaceFirst("^W/", "").replace("\"", ""))
            .filter(tag -> Id.FORM.matcher(tag).matches())
            .map(VersionId::new)
            .toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  /** Written by hand, so that the bytes are wiped as soon as they are sent. */
  private static void answer(HttpServletResponse response, Pulled pulled, String type)
      throws IOException {
    response.setHeader(HttpHeaders.ETAG, '"' + pulled.version().value() + '"');
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, private");
    switch (pulled) {
      case Pulled.Unchanged _ -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      case Pulled.Bundle(VersionId version, String fingerprint, SecretBytes bytes) -> {
        response.setContentType(type);
        response.setContentLength(bytes.reveal().length);
        response.setHeader("Perennial-Version", version.value());
        response.setHeader("Perennial-Fingerprint", fingerprint);
        try (bytes) {
          response.getOutputStream().write(bytes.reveal());
        }
      }
    }
  }
}
