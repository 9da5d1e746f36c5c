package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.idempotency.Creations;
import io.perennial.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/** Answers 201, once for each {@code Idempotency-Key}; without a key each request creates anew. */
@Component
class Once {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Creations creations;
  private final JsonMapper json;

  Once(Creations creations, JsonMapper json) {
    this.creations = creations;
    this.json = json;
  }

  /**
   * @param body what was asked for, as it was understood: white space and order make no other
   *     request
   */
  <T> ResponseEntity<T> create(
      Principal actor,
      @Nullable String key,
      Object body,
      Class<T> type,
      Supplier<Made<T>> creation) {
    if (key == null) {
      return answer(creation.get());
    }
    if (!KEY.matcher(key).matches()) {
      throw Refusal.invalid(
          "An Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID.");
    }
    byte[] kept = creations.once(actor, key, digest(body), () -> write(creation.get()));
    return answer(read(kept, type));
  }

  private static <T> ResponseEntity<T> answer(Made<T> made) {
    ResponseEntity.BodyBuilder builder =
        ResponseEntity.status(HttpStatus.CREATED)
            .header("Location", made.location())
            .header("Cache-Control", "no-store");
    made.etag().ifPresent(builder::eTag);
    return builder.body(made.view());
  }

  private byte[] write(Made<?> made) {
    return json.writeValueAsBytes(
        new Kept(made.location(), made.etag(), json.writeValueAsString(made.view())));
  }

  private <T> Made<T> read(byte[] kept, Class<T> type) {
    Kept answer = json.readValue(kept, Kept.class);
    return new Made<>(answer.location(), answer.etag(), json.readValue(answer.view(), type));
  }

  private byte[] digest(Object body) {
    HttpServletRequest request =
        ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (request.getMethod() + " " + request.getRequestURI() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      return digest.digest(json.writeValueAsBytes(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What was created. */
  record Made<T>(String location, Optional<String> etag, T view) {}

  private record Kept(String location, Optional<String> etag, String view) {}
}
