package io.perennial.operations.internal;

import io.perennial.connector.CrlSource.Crl;
import io.perennial.issuer.Crls;
import io.perennial.kernel.IssuerId;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Publishes what the private CA has revoked (RFC 2585, section 4.2). */
@RestController
class CrlController {

  private static final Pattern FILE =
      Pattern.compile("([0-9a-f]{32})(?:-([2-9]|[1-9][0-9]{1,3}))?\\.crl");
  private static final MediaType TYPE = MediaType.parseMediaType("application/pkix-crl");
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Crls crls;

  CrlController(Crls crls) {
    this.crls = crls;
  }

  @GetMapping("/crl/{file}")
  ResponseEntity<byte[]> crl(@PathVariable String file) {
    Matcher form = FILE.matcher(file);
    Optional<Crl> found =
        form.matches()
            ? crls.find(
                new IssuerId(form.group(1)),
                form.group(2) == null ? 1 : Integer.parseInt(form.group(2)))
            : Optional.empty();
    return found
        .map(crl ->
            ResponseEntity.ok()
                .contentType(TYPE)
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .lastModified(crl.thisUpdate())
                .body(crl.der()))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
