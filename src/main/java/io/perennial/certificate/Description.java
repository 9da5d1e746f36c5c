package io.perennial.certificate;

import java.util.Map;
import java.util.Optional;

/**
 * What is said of a certificate beside its policy; what is empty stays as it is.
 *
 * @param enabled whether it may be used and is renewed
 */
public record Description(
    Optional<Map<String, String>> tags,
    Optional<Boolean> enabled,
    Optional<SecretForm> secretForm) {

  public Description {
    tags = tags.map(Map::copyOf);
  }
}
