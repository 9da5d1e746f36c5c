package io.perennial.operations.internal;

import io.perennial.challenge.Challenges;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers http-01 validations (RFC 8555, section 8.3) for live tokens only. */
@RestController
class ChallengeController {

  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_-]{16,255}");

  private final Challenges challenges;

  ChallengeController(Challenges challenges) {
    this.challenges = challenges;
  }

  @GetMapping("/.well-known/acme-challenge/{token}")
  ResponseEntity<String> answer(@PathVariable String token) {
    Optional<String> content =
        TOKEN.matcher(token).matches() ? challenges.httpAnswer(token) : Optional.empty();
    return content
        .map(text -> ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(text))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
