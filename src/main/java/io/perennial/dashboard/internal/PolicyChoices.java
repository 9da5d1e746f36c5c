package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the forms for a policy offer to choose from. */
@Component
class PolicyChoices {

  private static final Set<KeyType> ALL = Set.of(KeyType.values());

  private final Issuers issuers;

  PolicyChoices(Issuers issuers) {
    this.issuers = issuers;
  }

  /**
   * Fills in issuers and key types.
   *
   * @param issuer the chosen one's name
   */
  void fill(Principal actor, String issuer, Model model) {
    List<Issuer> issuing = issuers.list(actor).stream().filter(issuers::issuing).toList();
    model.addAttribute("issuers", issuing.stream().map(PolicyChoices::choice).toList());
    model.addAttribute("keyTypes", keyTypes(actor, issuing, issuer));
  }

  private List<String> keyTypes(Principal actor, List<Issuer> issuing, String name) {
    Optional<Issuer> chosen =
        issuing.stream()
            .filter(issuer -> issuer.name().value().equals(name))
            .findFirst()
            .or(() -> issuing.stream().findFirst());
    Set<KeyType> taken = chosen.map(issuer -> taken(actor, issuer)).orElse(ALL);
    return Arrays.stream(KeyType.values())
        .filter(taken::contains)
        .map(type -> type.name().replace('_', '-'))
        .toList();
  }

  /** An issuer that cannot be opened now is not asked; it says so when the form is sent. */
  private Set<KeyType> taken(Principal actor, Issuer issuer) {
    try {
      return issuers.open(actor, issuer.id()).limits().keyTypes();
    } catch (CaMisconfigured unknown) {
      return ALL;
    }
  }

  private static Choice choice(Issuer issuer) {
    return new Choice(
        issuer.name().value(),
        issuer.problem().isPresent()
            ? issuer.name().value() + " (cannot issue now)"
            : issuer.name().value());
  }

  /** An entry of a list. */
  record Choice(String value, String label) {}
}
