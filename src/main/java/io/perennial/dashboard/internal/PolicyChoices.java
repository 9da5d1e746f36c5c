package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the forms for a policy offer to choose from. */
@Component
class PolicyChoices {

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
    return Arrays.stream(KeyType.values())
        .filter(type -> chosen.isEmpty() || takes(actor, chosen.get(), type))
        .map(type -> type.name().replace('_', '-'))
        .toList();
  }

  /** An issuer that cannot be opened now is not asked; it says so when the form is sent. */
  private boolean takes(Principal actor, Issuer issuer, KeyType type) {
    try {
      return issuers.open(actor, issuer.id()).limits().keyTypes().contains(type);
    } catch (CaMisconfigured unknown) {
      return true;
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
