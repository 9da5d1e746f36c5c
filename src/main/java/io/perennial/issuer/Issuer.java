package io.perennial.issuer;

import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A configured CA.
 *
 * @param type the connector's type
 * @param settings without the secret ones
 * @param problem what must be put right before it can issue, if anything
 */
public record Issuer(
    IssuerId id,
    ObjectName name,
    String type,
    Map<String, String> settings,
    Optional<Trouble> problem,
    long revision) {

  public Issuer {
    settings = Map.copyOf(settings);
  }

  /** What is wrong, since when. */
  public record Trouble(String sentence, Instant since) {}
}
