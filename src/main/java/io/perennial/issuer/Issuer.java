package io.perennial.issuer;

import io.perennial.access.Scope;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.policy.AllowedNames;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A configured CA.
 *
 * @param vault whose people configured it for themselves; empty: it is there for every vault
 * @param type the connector's type
 * @param settings without the secret ones
 * @param enabled whether it is asked for anything
 * @param problem what must be put right before it can issue, if anything
 */
public record Issuer(
    IssuerId id,
    Optional<VaultId> vault,
    ObjectName name,
    String type,
    Map<String, String> settings,
    boolean enabled,
    Optional<Trouble> problem,
    long revision) {

  /** The setting that every issuing kind has besides its own. */
  public static final String ALLOWED_NAMES = "allowed-names";

  public Issuer {
    settings = Map.copyOf(settings);
  }

  /** Where a right to it is asked for. */
  public Scope scope() {
    return vault.map(Scope::vault).orElseGet(Scope::deployment);
  }

  /** What its certificates may name, from when they are next created, edited or imported. */
  public AllowedNames allowedNames() {
    return AllowedNames.parse(settings.getOrDefault(ALLOWED_NAMES, ""));
  }

  /** What is wrong, since when. */
  public record Trouble(String sentence, Instant since) {}
}
