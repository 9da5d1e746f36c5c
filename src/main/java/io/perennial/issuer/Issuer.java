package io.perennial.issuer;

import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.policy.AllowedNames;
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

  /** The setting that every issuing kind has besides its own. */
  public static final String ALLOWED_NAMES = "allowed-names";

  public Issuer {
    settings = Map.copyOf(settings);
  }

  /** What its certificates may name, from when they are next created, edited or imported. */
  public AllowedNames allowedNames() {
    return AllowedNames.parse(settings.getOrDefault(ALLOWED_NAMES, ""));
  }

  /** What is wrong, since when. */
  public record Trouble(String sentence, Instant since) {}
}
