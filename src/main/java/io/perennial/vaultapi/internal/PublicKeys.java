package io.perennial.vaultapi.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates' public keys as JSON Web Keys (RFC 7517). */
final class PublicKeys {

  private PublicKeys() {}

  static Wire.JsonWebKey jwk(String id, X509Certificate leaf) {
    Map<String, Object> key;
    try {
      key = JWK.parse(leaf).toPublicJWK().toJSONObject();
    } catch (JOSEException unknownKind) {
      throw VaultProblem.badParameter(
          "This key is of a kind that has no form in this API; read the certificate instead.");
    }
    return new Wire.JsonWebKey(
        id,
        String.valueOf(key.get("kty")),
        actions(leaf).stream().map(KeyAction::word).toList(),
        member(key, "n"),
        member(key, "e"),
        member(key, "crv"),
        member(key, "x"),
        member(key, "y"));
  }

  /** What a key may be used for follows from its certificate's key usage. */
  static Set<KeyAction> actions(X509Certificate leaf) {
    return Views.usages(leaf).stream()
        .flatMap(usage -> KeyAction.of(usage).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Optional<String> member(Map<String, Object> key, String name) {
    return Optional.ofNullable(key.get(name)).map(String::valueOf);
  }
}
