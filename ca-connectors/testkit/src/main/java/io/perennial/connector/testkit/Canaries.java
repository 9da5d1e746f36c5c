package io.perennial.connector.testkit;

import io.perennial.connector.Setting;
import io.perennial.connector.Settings;
import io.perennial.connector.SettingsSchema;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Secrets to search for, in the spellings in which they leak: plain, hexadecimal, base64. */
final class Canaries {

  private record Canary(String name, List<String> spellings) {}

  private final List<Canary> canaries = new ArrayList<>();

  /** All values of {@link Setting.Kind#SECRET} settings. */
  void addSecretsOf(SettingsSchema schema, Settings settings) {
    for (Setting setting : schema.settings()) {
      if (setting.kind() == Setting.Kind.SECRET) {
        settings
            .find(setting.name())
            .ifPresent(value ->
                add(
                    "the setting '" + setting.name() + "'",
                    value.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** The numbers that make up a private key. */
  void add(PrivateKey key) {
    switch (key) {
      case ECPrivateKey ec -> add("an EC private key", magnitude(ec.getS()));
      case RSAPrivateCrtKey rsa -> {
        add("an RSA private exponent", magnitude(rsa.getPrivateExponent()));
        add("an RSA prime", magnitude(rsa.getPrimeP()));
        add("an RSA prime", magnitude(rsa.getPrimeQ()));
      }
      case EdECPrivateKey edwards ->
          add("an Edwards-curve private key", edwards.getBytes().orElseThrow());
      default -> add("a private key", key.getEncoded());
    }
  }

  private void add(String name, byte[] secret) {
    canaries.add(
        new Canary(
            name,
            List.of(
                latin(secret),
                HexFormat.of().formatHex(secret),
                HexFormat.of().withUpperCase().formatHex(secret),
                Base64.getEncoder().withoutPadding().encodeToString(secret),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret))));
  }

  /** The name of a secret that the bytes contain. */
  Optional<String> foundIn(byte[] haystack) {
    String text = latin(haystack);
    return canaries.stream()
        .filter(canary -> canary.spellings().stream().anyMatch(text::contains))
        .map(Canary::name)
        .findFirst();
  }

  /** The name of a secret that the text contains. */
  Optional<String> foundIn(String haystack) {
    return foundIn(haystack.getBytes(StandardCharsets.UTF_8));
  }

  /** The name of a secret that an exception tells, or one of its causes. */
  Optional<String> foundIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<String> found = foundIn(cause.toString());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** One character for each byte, so that searching text searches bytes. */
  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] magnitude(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
