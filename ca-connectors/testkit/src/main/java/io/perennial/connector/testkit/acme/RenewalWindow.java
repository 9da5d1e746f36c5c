package io.perennial.connector.testkit.acme;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Renewal information (RFC 9773, section 4.2).
 *
 * @param retryAfter as the header says it, in whole seconds
 */
public record RenewalWindow(
    Instant start, Instant end, Optional<URI> explanation, Duration retryAfter) {

  Answer answer() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suggestedWindow", Map.of("start", start.toString(), "end", end.toString()));
    explanation.ifPresent(page -> json.put("explanationURL", page.toString()));
    return Answer.json(200, json).withHeader("Retry-After", "" + retryAfter.toSeconds());
  }
}
