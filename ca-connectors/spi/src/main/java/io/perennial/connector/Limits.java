package io.perennial.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a CA issues.
 *
 * @param keyTypes accepted for end entities
 * @param wildcards whether {@code *.} names can be had
 * @param ipAddresses whether IP addresses can be had
 * @param maxIdentifiers in one certificate, mail addresses and such among them
 * @param maxValidity longest life, where the requester has a say
 * @param maxOrdersInFlight how many orders may be open at this CA at once
 */
public record Limits(
    Set<KeyType> keyTypes,
    boolean wildcards,
    boolean ipAddresses,
    int maxIdentifiers,
    Optional<Duration> maxValidity,
    int maxOrdersInFlight) {

  public Limits {
    keyTypes = Set.copyOf(keyTypes);
  }
}
