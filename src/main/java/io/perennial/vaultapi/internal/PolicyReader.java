package io.perennial.vaultapi.internal;

import io.perennial.certificate.SecretForm;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.Refusal;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.vault.Vault;
import io.perennial.vaultapi.internal.CertificateBody.Action;
import io.perennial.vaultapi.internal.CertificateBody.KeyProperties;
import io.perennial.vaultapi.internal.CertificateBody.Policy;
import io.perennial.vaultapi.internal.CertificateBody.Secret;
import io.perennial.vaultapi.internal.CertificateBody.X509;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Key Vault's policy as ours. What is left out stays as it was; what Perennial does not do is
 * refused rather than dropped.
 */
@Component
class PolicyReader {

  /** What Key Vault takes where a policy says nothing. */
  private static final KeyType KEY = KeyType.RSA_2048;

  private static final LifetimeAction RENEWAL = new LifetimeAction.Percentage(80);
  private static final int MOST_MONTHS = 120;
  private static final double DAYS_OF_A_MONTH = 365.25 / 12;

  private final NamedIssuers issuers;

  PolicyReader(NamedIssuers issuers) {
    this.issuers = issuers;
  }

  /**
   * @param known what is kept where the policy says nothing; empty: Key Vault's defaults
   */
  Read read(Vault vault, Policy sent, Optional<Read> known) {
    try {
      Issuer issuer =
          Optional.ofNullable(sent.issuer())
              .map(wanted -> issuers.named(vault, wanted))
              .or(() -> known.map(Read::issuer))
              .orElseGet(() -> issuers.named(vault, "Unknown"));
      Optional<CertificatePolicy> before = known.map(Read::policy);
      Optional<X509> x509 = Optional.ofNullable(sent.x509());
      KeyType type = key(sent.key(), before.map(CertificatePolicy::keyType));
      Usages.require(x509, type);
      List<Identifier> names = PolicyNames.read(x509, before.map(CertificatePolicy::identifiers));
      CertificatePolicy policy =
          new CertificatePolicy(
              names,
              type,
              x509.map(X509::months)
                  .map(PolicyReader::validity)
                  .or(() -> before.flatMap(CertificatePolicy::validity)),
              before.flatMap(CertificatePolicy::profile),
              action(sent.actions(), issuers.issuing(issuer))
                  .or(() -> before.map(CertificatePolicy::lifetimeAction))
                  .orElse(RENEWAL));
      return new Read(
          issuer,
          policy,
          form(sent.secret()).or(() -> known.map(Read::form)).orElse(SecretForm.PKCS12));
    } catch (Refusal refusal) {
      throw VaultProblem.badParameter(refusal.sentence());
    }
  }

  /** Finds what is wrong with a policy before anything is stored that it is about. */
  void check(Vault vault, Policy sent) {
    read(
        vault,
        sent,
        Optional.of(
            new Read(
                issuers.named(vault, "Unknown"),
                CertificatePolicy.of(List.of(new Identifier.Dns("unknown.invalid"))),
                SecretForm.PKCS12)));
  }

  private static KeyType key(@Nullable KeyProperties sent, Optional<KeyType> known) {
    if (sent == null) {
      return known.orElse(KEY);
    }
    if (Boolean.FALSE.equals(sent.exportable())) {
      throw VaultProblem.badParameter(
          "Perennial gives each certificate with its key to the servers that serve it, so it keeps"
              + " none that is not exportable. Send exportable true.");
    }
    if (Boolean.TRUE.equals(sent.reused())) {
      throw VaultProblem.badParameter(
          "Perennial makes a new key for each version. Send reuse_key false.");
    }
    String algorithm = Optional.ofNullable(sent.kty()).orElseGet(() -> kty(sent, known));
    return switch (algorithm) {
      case "RSA" ->
          find(
              type -> type.algorithm().equals("RSA") && type.bits() == size(sent, known),
              "For RSA, key_size is 2048, 3072 or 4096.");
      case "EC" ->
          find(
              type -> type.algorithm().equals("EC") && curve(type).equals(curve(sent, known)),
              "For EC, crv is P-256, P-384 or P-521.");
      case "RSA-HSM", "EC-HSM" ->
          throw VaultProblem.badParameter(
              "There is no hardware security module here. Send kty RSA or EC.");
      default -> throw VaultProblem.badParameter("kty is RSA or EC.");
    };
  }

  private static String kty(KeyProperties sent, Optional<KeyType> known) {
    return sent.crv() != null ? "EC" : sent.size() != null ? "RSA" : known.orElse(KEY).algorithm();
  }

  private static int size(KeyProperties sent, Optional<KeyType> known) {
    if (sent.size() != null) {
      return sent.size();
    }
    return known.filter(type -> type.algorithm().equals("RSA")).orElse(KEY).bits();
  }

  /** A curve follows from a size where clients send that alone. */
  private static String curve(KeyProperties sent, Optional<KeyType> known) {
    if (sent.crv() != null) {
      return sent.crv();
    }
    if (sent.size() != null) {
      return "P-" + sent.size();
    }
    return curve(known.filter(type -> type.algorithm().equals("EC")).orElse(KeyType.P_256));
  }

  private static String curve(KeyType type) {
    return "P-" + type.bits();
  }

  private static KeyType find(java.util.function.Predicate<KeyType> fits, String otherwise) {
    return Arrays.stream(KeyType.values())
        .filter(fits)
        .findFirst()
        .orElseThrow(() -> VaultProblem.badParameter(otherwise));
  }

  private static Duration validity(int months) {
    if (months < 1 || months > MOST_MONTHS) {
      throw VaultProblem.badParameter(
          "validity_months is between 1 and %d.".formatted(MOST_MONTHS));
    }
    return Duration.ofDays((long) (months * DAYS_OF_A_MONTH));
  }

  private static Optional<LifetimeAction> action(@Nullable List<Action> sent, boolean issuing) {
    if (sent == null || sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.size() > 1) {
      throw VaultProblem.badParameter(
          "Perennial takes one lifetime action; its notifications follow from its state. Send"
              + " AutoRenew alone.");
    }
    Action only = sent.getFirst();
    String type = Optional.ofNullable(only.action()).map(CertificateBody.Type::type).orElse("");
    String wanted = issuing ? "AutoRenew" : "EmailContacts";
    if (!type.equalsIgnoreCase(wanted)) {
      throw VaultProblem.badParameter(
          issuing
              ? "Perennial renews whatever its issuer renews. Send action_type AutoRenew."
              : "Nothing renews a certificate of an Unknown issuer. Send action_type"
                  + " EmailContacts, or name an issuer.");
    }
    return Optional.of(trigger(only));
  }

  private static LifetimeAction trigger(Action action) {
    Optional<CertificateBody.Trigger> trigger = Optional.ofNullable(action.trigger());
    Optional<Integer> percentage = trigger.map(CertificateBody.Trigger::percentage);
    Optional<Integer> days = trigger.map(CertificateBody.Trigger::days);
    if (percentage.isPresent() == days.isPresent()) {
      throw VaultProblem.badParameter(
          "A trigger has either lifetime_percentage or days_before_expiry.");
    }
    return percentage
        .<LifetimeAction>map(LifetimeAction.Percentage::new)
        .orElseGet(() -> new LifetimeAction.DaysBeforeExpiry(days.get()));
  }

  private static Optional<SecretForm> form(@Nullable Secret sent) {
    return Optional.ofNullable(sent)
        .map(Secret::contentType)
        .map(
            (Function<String, SecretForm>)
                type ->
                    switch (type) {
                      case Views.PKCS12 -> SecretForm.PKCS12;
                      case Views.PEM -> SecretForm.PEM;
                      default ->
                          throw VaultProblem.badParameter(
                              "contentType is %s or %s.".formatted(Views.PKCS12, Views.PEM));
                    });
  }

  /** What was read. */
  record Read(Issuer issuer, CertificatePolicy policy, SecretForm form) {}
}
