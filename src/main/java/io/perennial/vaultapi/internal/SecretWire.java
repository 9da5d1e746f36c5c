package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;

/** The data plane's JSON for secrets. What is empty is left out, as the real service does. */
final class SecretWire {

  private SecretWire() {}

  /**
   * @param nbf seconds since 1970, as all times here
   * @param recoveryLevel what happens to a deleted one
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Attributes(
      boolean enabled,
      Optional<Long> nbf,
      Optional<Long> exp,
      long created,
      long updated,
      Optional<Integer> recoverableDays,
      Optional<String> recoveryLevel) {}

  /**
   * @param managed only said of a certificate's
   * @param kid of a certificate's, its key
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Bundle(
      Optional<String> value,
      Optional<String> contentType,
      String id,
      Optional<Boolean> managed,
      Attributes attributes,
      Map<String, String> tags,
      Optional<String> kid) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Item(
      Optional<String> contentType,
      String id,
      Optional<Boolean> managed,
      Attributes attributes,
      Map<String, String> tags) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Deleted(
      String recoveryId,
      long deletedDate,
      long scheduledPurgeDate,
      Optional<String> contentType,
      String id,
      Attributes attributes,
      Map<String, String> tags) {}

  /**
   * @param value base64url
   */
  record Backup(String value) {}
}
