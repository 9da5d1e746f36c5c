package io.perennial.policy;

import static java.util.stream.Collectors.joining;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.RequestedCertificate;
import io.perennial.kernel.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares what is wanted with what a CA issues. */
public final class PolicyReview {

  private static final Duration MIN_VALIDITY = Duration.ofSeconds(20);

  private PolicyReview() {}

  /**
   * The reasons to deny.
   *
   * @return sentences that say what to change; empty when granted
   */
  public static List<String> objections(RequestedCertificate requested, Limits limits) {
    List<String> objections = new ArrayList<>();
    if (requested.identifiers().size() > limits.maxIdentifiers()) {
      objections.add(
          "This issuer puts at most %d names into a certificate; split the list."
              .formatted(limits.maxIdentifiers()));
    }
    if (!limits.keyTypes().contains(requested.keyType())) {
      objections.add(
          "This issuer does not take %s keys; choose one of %s."
              .formatted(requested.keyType(), names(limits)));
    }
    for (Identifier identifier : requested.identifiers()) {
      if (identifier instanceof Identifier.Dns dns && dns.wildcard() && !limits.wildcards()) {
        objections.add(
            "This issuer cannot give %s; name the hosts one by one or choose another issuer."
                .formatted(dns.value()));
      }
      if (identifier instanceof Identifier.Ip(String address) && !limits.ipAddresses()) {
        objections.add("This issuer cannot give the address " + address + "; use a name.");
      }
    }
    requested
        .validity()
        .ifPresent(validity -> {
          if (validity.compareTo(MIN_VALIDITY) < 0) {
            objections.add(
                "A certificate lives at least %d s; ask for more."
                    .formatted(MIN_VALIDITY.toSeconds()));
          }
          limits
              .maxValidity()
              .filter(most -> validity.compareTo(most) > 0)
              .ifPresent(most ->
                  objections.add(
                      "This issuer's certificates live at most %s; ask for less."
                          .formatted(Words.of(most))));
        });
    return objections;
  }

  private static String names(Limits limits) {
    return limits.keyTypes().stream().sorted().map(KeyType::name).collect(joining(", "));
  }
}
