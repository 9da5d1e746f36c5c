package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.KeyType;
import io.perennial.connector.Setting;
import io.perennial.connector.Setting.Kind;
import io.perennial.connector.Settings;
import io.perennial.connector.SettingsSchema;
import io.perennial.connector.acme.transport.ExternalAccount;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is known of one ACME CA.
 *
 * @param contact a mail address
 * @param terms the address of the terms that a person accepted
 * @param external the account to bind ours to
 * @param roots trusted for TLS besides the platform's own
 * @param profile for requests that name none
 * @param preferredChain the common name of the root that chains should lead to
 * @param keyTypes that the CA certifies
 */
record AcmeSettings(
    URI directory,
    Optional<String> contact,
    Optional<URI> terms,
    Optional<ExternalAccount> external,
    List<X509Certificate> roots,
    Optional<String> profile,
    Optional<String> preferredChain,
    Set<KeyType> keyTypes,
    int maxOrders) {

  static final String DIRECTORY = "directory";
  static final String CONTACT = "contact";
  static final String TERMS = "terms";
  static final String EAB_KEY_ID = "eab-key-id";
  static final String EAB_HMAC_KEY = "eab-hmac-key";
  static final String PROFILE = "profile";

  private static final String ROOTS = "roots";
  private static final String MAX_ORDERS = "max-orders";
  private static final String PREFERRED_CHAIN = "preferred-chain";
  private static final String FURTHER_KEY_TYPES = "further-key-types";
  private static final Set<KeyType> USUAL =
      Set.of(KeyType.P_256, KeyType.P_384, KeyType.RSA_2048, KeyType.RSA_3072, KeyType.RSA_4096);
  private static final int DEFAULT_MAX_ORDERS = 8;
  private static final int LEAST_HMAC_KEY_BYTES = 32;

  static final SettingsSchema SCHEMA =
      SettingsSchema.of(
          Setting.required(
              DIRECTORY,
              Kind.URL,
              "Directory address",
              "Enter the https address of the CA's ACME directory."),
          Setting.optional(
              CONTACT,
              Kind.TEXT,
              "Contact",
              "Enter one mail address to which the CA may write, or leave it empty."),
          Setting.optional(
              TERMS,
              Kind.TERMS,
              "Accepted terms",
              "Enter the address of the CA's terms of service to accept them."),
          Setting.optional(
              EAB_KEY_ID,
              Kind.TEXT,
              "External account key id",
              "Enter the key id that the CA's site gives you, where the CA asks for an account there"
                  + " (EAB)."),
          Setting.optional(
              EAB_HMAC_KEY,
              Kind.SECRET,
              "External account HMAC key",
              "Enter the HMAC key that the CA's site gives you beside the key id."),
          Setting.optional(
              ROOTS,
              Kind.CERTIFICATES,
              "TLS roots",
              "For a private CA, enter the PEM certificates that its ACME server's TLS leads to."),
          Setting.optional(
              PROFILE,
              Kind.TEXT,
              "Profile",
              "Enter the CA's name for the kind of certificate, where it offers several."),
          Setting.optional(
              PREFERRED_CHAIN,
              Kind.TEXT,
              "Preferred chain",
              "Enter the common name of the root that chains should lead to, where the CA has"
                  + " several."),
          Setting.optional(
              FURTHER_KEY_TYPES,
              Kind.TEXT,
              "Further key types",
              "Enter P_521, ED25519 or both if the CA certifies such keys; most public CAs do not."),
          Setting.optional(
                  MAX_ORDERS,
                  Kind.NUMBER,
                  "Orders in flight",
                  "Enter how many orders may be open at the CA at once.")
              .withFallback(Integer.toString(DEFAULT_MAX_ORDERS)));

  static AcmeSettings of(Settings settings) throws CaMisconfigured {
    Optional<String> contact = settings.find(CONTACT);
    // One address only: RFC 8555, section 7.3, forbids mailto URLs with more, or with fields.
    if (contact.isPresent() && !contact.get().matches("[^@\\s,?%:<>]+@[^@\\s,?%:<>]+")) {
      throw new CaMisconfigured(
          CONTACT, "The contact is not one plain mail address, such as pki@example.org.");
    }
    return new AcmeSettings(
        settings.url(DIRECTORY),
        contact,
        settings.find(TERMS).map(URI::create),
        external(settings.find(EAB_KEY_ID), settings.find(EAB_HMAC_KEY)),
        settings.certificatesOf(ROOTS),
        settings.find(PROFILE),
        settings.find(PREFERRED_CHAIN),
        keyTypes(settings.find(FURTHER_KEY_TYPES).orElse("")),
        settings.number(MAX_ORDERS, DEFAULT_MAX_ORDERS));
  }

  /** ACME has no way to ask a CA which keys it certifies. */
  private static Set<KeyType> keyTypes(String further) throws CaMisconfigured {
    Set<KeyType> types = EnumSet.copyOf(USUAL);
    for (String word : further.split("[\\s,]+", -1)) {
      if (!word.isEmpty()) {
        types.add(keyType(word));
      }
    }
    return types;
  }

  private static KeyType keyType(String word) throws CaMisconfigured {
    try {
      return KeyType.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException unknown) {
      throw new CaMisconfigured(
          FURTHER_KEY_TYPES,
          "There is no key type %s. Enter P_521, ED25519 or both.".formatted(word));
    }
  }

  private static Optional<ExternalAccount> external(
      Optional<String> keyId, Optional<String> hmacKey) throws CaMisconfigured {
    if (keyId.isPresent() != hmacKey.isPresent()) {
      throw new CaMisconfigured(
          keyId.isPresent() ? EAB_HMAC_KEY : EAB_KEY_ID,
          "The external account has a key id and an HMAC key; enter both or neither.");
    }
    return keyId.isPresent()
        ? Optional.of(new ExternalAccount(keyId.get(), hmacKey(hmacKey.orElseThrow())))
        : Optional.empty();
  }

  /** Without the text in the message: it is a secret even when it is mistyped. */
  private static SecretKey hmacKey(String base64url) throws CaMisconfigured {
    byte[] key;
    try {
      key = Base64.getUrlDecoder().decode(base64url);
    } catch (IllegalArgumentException otherAlphabet) {
      throw new CaMisconfigured(
          EAB_HMAC_KEY,
          "The external account's HMAC key is not base64url: it has only letters, digits, hyphens"
              + " and underscores. Copy it again from the CA's site, without spaces.");
    }
    if (key.length < LEAST_HMAC_KEY_BYTES) {
      throw new CaMisconfigured(
          EAB_HMAC_KEY,
          "The external account's HMAC key is shorter than 256 bits, so part of it is missing. Copy"
              + " all of it from the CA's site.");
    }
    return new SecretKeySpec(key, "HmacSHA256");
  }
}
