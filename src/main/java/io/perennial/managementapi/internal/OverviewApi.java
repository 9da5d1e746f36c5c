package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.overview.Overviews;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one sentence, and the document that describes all the rest. */
@RestController
@RequestMapping("/api/v1")
class OverviewApi {

  private final Overviews overviews;
  private final byte[] document;

  OverviewApi(Overviews overviews) {
    this.overviews = overviews;
    try (InputStream in = OverviewApi.class.getResourceAsStream("/openapi.json")) {
      this.document = Objects.requireNonNull(in).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @GetMapping("/overview")
  OverviewView overview(@AuthenticationPrincipal Principal actor) {
    return OverviewView.of(overviews.now(actor));
  }

  /** OpenAPI 3.1. Everybody may read it: it tells nothing of this deployment. */
  @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> document() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(document);
  }
}
