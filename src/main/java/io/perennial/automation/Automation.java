package io.perennial.automation;

import static java.util.stream.Collectors.joining;

import io.perennial.access.ApiToken;
import io.perennial.access.ApiTokens;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes and ends API tokens as people ask for them. */
@Service
public class Automation {

  private static final String DAYS = "[0-9]{1,4}";

  private final ApiTokens tokens;
  private final Certificates certificates;
  private final Vaults vaults;

  Automation(ApiTokens tokens, Certificates certificates, Vaults vaults) {
    this.tokens = tokens;
    this.certificates = certificates;
    this.vaults = vaults;
  }

  /**
   * Makes a token.
   *
   * @throws Refusal that says which field is wrong and what to enter
   */
  @Transactional
  public ApiTokens.Created issue(Principal actor, TokenWish wish) {
    return tokens.create(
        actor,
        new ApiTokens.Wanted(
            new ObjectName(wish.name()), role(wish.role()), scope(actor, wish), life(wish.days())));
  }

  /** Ends a token at once, by name. */
  @Transactional
  public ApiToken revoke(Principal actor, String name) {
    ApiToken token =
        tokens
            .find(actor, new ObjectName(name))
            .orElseThrow(() -> Refusal.notFound("There is no API token of that name."));
    return tokens.revoke(actor, token.id());
  }

  private static Role role(String text) {
    return ApiTokens.ROLES.stream()
        .filter(role -> role.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(() ->
            Refusal.invalid(
                "Choose a role: %s."
                    .formatted(
                        ApiTokens.ROLES.stream()
                            .sorted()
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .collect(joining(", ")))));
  }

  private Scope scope(Principal actor, TokenWish wish) {
    if (wish.certificate().isBlank()) {
      return wish.vault().isBlank()
          ? Scope.deployment()
          : Scope.vault(vaults.named(wish.vault()).id());
    }
    return certificate(actor, vaults.named(wish.vault()), wish.certificate().strip()).scope();
  }

  private Certificate certificate(Principal actor, Vault vault, String named) {
    return certificates
        .find(actor, vault.id(), new ObjectName(named))
        .or(() ->
            Id.matches(named)
                ? Optional.of(certificates.get(actor, new CertificateId(named)))
                : Optional.empty())
        .orElseThrow(() ->
            Refusal.invalid(
                "There is no certificate of that name in the vault " + vault.name().value() + "."));
  }

  private static Duration life(String days) {
    if (days.isBlank()) {
      return ApiTokens.USUAL;
    }
    if (!days.strip().matches(DAYS)) {
      throw Refusal.invalid("Enter how many days the token lives, such as 90.");
    }
    return Duration.ofDays(Long.parseLong(days.strip()));
  }
}
