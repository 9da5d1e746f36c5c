package io.perennial.connector.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands between a prepared certificate and the signature. The rules do not ask the code that
 * made the content how it did so: they compare its bytes with the request and with RFC 5280.
 */
final class Lint {

  /** Empty when the content keeps the rule, else what is wrong with it. */
  @FunctionalInterface
  interface Rule {
    Optional<String> broken(LintCase lintCase);
  }

  private static final List<Rule> RULES =
      Stream.concat(ContentLint.RULES.stream(), ExtensionLint.RULES.stream()).toList();

  private Lint() {}

  /** All that is wrong. A rule that cannot read what it looks at counts as broken. */
  static List<String> findings(LintCase lintCase) {
    List<String> findings = new ArrayList<>();
    for (Rule rule : RULES) {
      try {
        rule.broken(lintCase).ifPresent(findings::add);
      } catch (RuntimeException unreadable) {
        findings.add("unreadable content: " + unreadable.getMessage());
      }
    }
    return List.copyOf(findings);
  }

  static Optional<String> unless(boolean kept, String finding) {
    return kept ? Optional.empty() : Optional.of(finding);
  }
}
