package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.Setting;
import io.perennial.connector.Setting.Kind;
import io.perennial.connector.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is issued, and for how long.
 *
 * @param organization that names are made of
 * @param validity of certificates for which nobody asks otherwise
 * @param maxValidity that may be asked for
 */
record IssuanceRules(String organization, Duration validity, Duration maxValidity) {

  static final Setting ORGANIZATION =
      Setting.optional(
              "organization",
              Kind.TEXT,
              "Organization",
              "Enter the name that certificates carry as their issuer's, at most 39 characters.")
          .withFallback("Perennial");

  static final Setting VALIDITY =
      Setting.optional(
              "validity",
              Kind.DURATION,
              "Validity",
              "Enter how long certificates live where nobody asks otherwise, such as P47D.")
          .withFallback("P47D");

  static final Setting MAX_VALIDITY =
      Setting.optional(
              "max-validity",
              Kind.DURATION,
              "Longest validity",
              "Enter the longest life that may be asked for, at most P825D.")
          .withFallback("P397D");

  /** The name of a CA adds up to 25 characters to this and may have 64 (RFC 5280, appendix A.1). */
  private static final int MAX_ORGANIZATION = 39;

  /** Apple's systems distrust longer-lived server certificates, of private CAs too. */
  private static final Duration MOST = Duration.ofDays(825);

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int MAX_IDENTIFIERS = 100;
  private static final int MAX_IN_FLIGHT = 1_000;

  static IssuanceRules of(Settings settings) throws CaMisconfigured {
    IssuanceRules rules =
        new IssuanceRules(
            settings.text(ORGANIZATION.name()),
            Duration.parse(settings.text(VALIDITY.name())),
            Duration.parse(settings.text(MAX_VALIDITY.name())));
    if (rules.organization.length() > MAX_ORGANIZATION) {
      throw new CaMisconfigured(
          ORGANIZATION.name(), "The organization's name is too long. " + ORGANIZATION.help());
    }
    if (rules.maxValidity.compareTo(MOST) > 0) {
      throw new CaMisconfigured(
          MAX_VALIDITY.name(), "The longest validity is too long. " + MAX_VALIDITY.help());
    }
    if (rules.validity.compareTo(rules.maxValidity) > 0 || rules.validity.compareTo(LEAST) < 0) {
      throw new CaMisconfigured(
          VALIDITY.name(),
          "The validity must lie between a second and the longest validity; change one of them.");
    }
    return rules;
  }

  Limits limits() {
    return new Limits(
        EnumSet.allOf(KeyType.class),
        true,
        true,
        MAX_IDENTIFIERS,
        Optional.of(maxValidity),
        MAX_IN_FLIGHT);
  }

  Duration lifeOf(RequestedCertificate requested) {
    return requested.validity().orElse(validity);
  }

  /** The reasons that the limits do not tell. */
  List<String> review(RequestedCertificate requested) {
    List<String> reasons = new ArrayList<>();
    if (lifeOf(requested).compareTo(LEAST) < 0) {
      reasons.add("A certificate lives at least a second; ask for more.");
    }
    if (requested.profile().isPresent()) {
      reasons.add("This CA has no profiles; leave the profile empty.");
    }
    List<Identifier> identifiers = requested.identifiers();
    if (new HashSet<>(identifiers).size() < identifiers.size()) {
      reasons.add("A name is asked for twice; name each once.");
    }
    identifiers.forEach(identifier -> Names.objection(identifier).ifPresent(reasons::add));
    Names.objection(requested.properties()).ifPresent(reasons::add);
    return reasons;
  }

  /** All reasons: nothing is signed on the strength of what others checked. */
  List<String> objections(CertificateRequest request) {
    List<String> reasons = review(request.requested());
    Duration life = lifeOf(request.requested());
    if (life.compareTo(maxValidity) > 0) {
      reasons.add(
          "A life of " + life + " is not granted; ask for one of at most " + maxValidity + ".");
    }
    if (request.requested().names() > MAX_IDENTIFIERS) {
      reasons.add("More than " + MAX_IDENTIFIERS + " names; split them between certificates.");
    }
    if (!KeyTypes.of(request.publicKey()).equals(Optional.of(request.keyType()))) {
      reasons.add("The key is not a sound key of type " + request.keyType() + "; make another.");
    }
    return reasons;
  }
}
