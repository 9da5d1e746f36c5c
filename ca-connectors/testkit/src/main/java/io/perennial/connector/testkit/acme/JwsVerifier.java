package io.perennial.connector.testkit.acme;

import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Checks the envelope of every request but a GET (RFC 8555, section 6.2). */
final class JwsVerifier {

  private static final AlgorithmConstraints SIGNATURES =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT, "ES256", "ES384", "RS256");

  private final Nonces nonces;
  private final AccountBook accounts;

  JwsVerifier(Nonces nonces, AccountBook accounts) {
    this.nonces = nonces;
    this.accounts = accounts;
  }

  SignedRequest verify(String body, String url) throws Refusal {
    try {
      Map<String, Object> envelope = JsonUtil.parseJson(body);
      JsonWebSignature signature = new JsonWebSignature();
      signature.setAlgorithmConstraints(SIGNATURES);
      signature.setCompactSerialization(
          text(envelope, "protected")
              + "."
              + text(envelope, "payload")
              + "."
              + text(envelope, "signature"));
      return verify(signature, url);
    } catch (JoseException unreadable) {
      throw Refusal.malformed("the request is no JWS in flattened JSON form");
    }
  }

  private SignedRequest verify(JsonWebSignature signature, String url)
      throws Refusal, JoseException {
    String nonce = signature.getHeader("nonce");
    nonces.use(nonce == null ? "" : nonce);
    if (!url.equals(signature.getHeader("url"))) {
      throw new Refusal(403, "unauthorized", "the JWS was signed for another address");
    }
    JsonWebKey embedded = signature.getJwkHeader();
    String kid = signature.getKeyIdHeaderValue();
    if ((embedded == null) == (kid == null)) {
      throw Refusal.malformed("exactly one of jwk and kid is needed");
    }
    Optional<Account> account = kid == null ? Optional.empty() : Optional.of(account(kid));
    PublicJsonWebKey key =
        account.isPresent()
            ? PublicJsonWebKey.Factory.newPublicJwk(account.get().key())
            : (PublicJsonWebKey) embedded;
    signature.setKey(key.getPublicKey());
    if (!signature.verifySignature()) {
      throw new Refusal(403, "unauthorized", "the signature does not verify");
    }
    String payload = signature.getPayload();
    return new SignedRequest(
        account,
        key.getPublicKey(),
        key.calculateBase64urlEncodedThumbprint("SHA-256"),
        payload.isEmpty() ? Map.of() : JsonUtil.parseJson(payload));
  }

  private Account account(String kid) throws Refusal {
    Account account =
        accounts
            .byId(kid.substring(kid.lastIndexOf('/') + 1))
            .orElseThrow(() -> new Refusal(400, "accountDoesNotExist", "there is no such account"));
    account.requireOpen();
    return account;
  }

  private static String text(Map<String, Object> envelope, String name) throws Refusal {
    if (envelope.get(name) instanceof String text) {
      return text;
    }
    throw Refusal.malformed("the JWS has no " + name);
  }
}
