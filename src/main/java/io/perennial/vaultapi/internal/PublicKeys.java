package io.perennial.vaultapi.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Certificates' public keys as JSON Web Keys (RFC 7517). */
final class PublicKeys {

  /** What a key may be used for follows from its certificate's key usage. */
  private static final Map<String, List<String>> OPERATIONS =
      Map.of(
          "digitalSignature", List.of("sign", "verify"),
          "keyEncipherment", List.of("wrapKey", "unwrapKey"),
          "dataEncipherment", List.of("encrypt", "decrypt"));

  private PublicKeys() {}

  static Wire.JsonWebKey jwk(String id, X509Certificate leaf) {
    Map<String, Object> key;
    try {
      key = JWK.parse(leaf).toPublicJWK().toJSONObject();
    } catch (JOSEException unknownKind) {
      throw VaultProblem.badParameter(
          "This key is of a kind that has no form in this API; read the certificate instead.");
    }
    List<String> operations = new ArrayList<>();
    Views.usages(leaf)
        .forEach(usage -> operations.addAll(OPERATIONS.getOrDefault(usage, List.of())));
    return new Wire.JsonWebKey(
        id,
        String.valueOf(key.get("kty")),
        operations,
        member(key, "n"),
        member(key, "e"),
        member(key, "crv"),
        member(key, "x"),
        member(key, "y"));
  }

  private static Optional<String> member(Map<String, Object> key, String name) {
    return Optional.ofNullable(key.get(name)).map(String::valueOf);
  }
}
