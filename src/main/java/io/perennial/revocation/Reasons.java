package io.perennial.revocation;

import static java.util.stream.Collectors.joining;

import io.perennial.connector.RevocationReason;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Visible;
import java.util.Arrays;
import java.util.Locale;

/** Reads why somebody wants a version revoked. */
public final class Reasons {

  private static final int MAX_SHOWN = 80;

  private Reasons() {}

  /**
   * A reason's name in any case, with hyphens or underscores.
   *
   * @throws Refusal that names those that there are
   */
  public static RevocationReason read(String typed) {
    String name = typed.strip().replace('-', '_').toUpperCase(Locale.ROOT);
    return Arrays.stream(RevocationReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Refusal.invalid(
                "There is no reason '%s'; choose one of %s."
                    .formatted(
                        Visible.of(typed, MAX_SHOWN),
                        Arrays.stream(RevocationReason.values())
                            .map(RevocationReason::name)
                            .collect(joining(", ")))));
  }
}
