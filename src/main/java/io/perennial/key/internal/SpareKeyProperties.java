package io.perennial.key.internal;

import io.perennial.connector.KeyType;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many RSA keys are made beforehand. Finding one's primes takes a tenth of a second to several
 * seconds of a processor.
 *
 * @param rsa2048 spare keys of 2048 bits, at most 1000; 0 makes none
 * @param rsa3072 spare keys of 3072 bits, at most 1000; 0 makes none
 * @param rsa4096 spare keys of 4096 bits, at most 1000; 0 makes none
 */
@ConfigurationProperties("perennial.spare-keys")
record SpareKeyProperties(
    @DefaultValue("4") int rsa2048,
    @DefaultValue("0") int rsa3072,
    @DefaultValue("0") int rsa4096) {

  private static final int MOST = 1_000;

  SpareKeyProperties {
    if (Math.min(rsa2048, Math.min(rsa3072, rsa4096)) < 0
        || Math.max(rsa2048, Math.max(rsa3072, rsa4096)) > MOST) {
      throw new IllegalArgumentException(
          "perennial.spare-keys takes 0 to " + MOST + " of each size.");
    }
  }

  Map<KeyType, Integer> wanted() {
    return Map.of(KeyType.RSA_2048, rsa2048, KeyType.RSA_3072, rsa3072, KeyType.RSA_4096, rsa4096);
  }
}
