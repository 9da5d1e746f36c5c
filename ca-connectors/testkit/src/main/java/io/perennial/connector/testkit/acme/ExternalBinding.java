package io.perennial.connector.testkit.acme;

import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Checks the binding to an account made elsewhere, step by step as RFC 8555, section 7.3.4, has it.
 */
record ExternalBinding(Map<String, byte[]> macKeys, String newAccount) {

  private static final AlgorithmConstraints MACS =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT, "HS256", "HS384", "HS512");

  void check(Map<?, ?> binding, SignedRequest request) throws Refusal {
    try {
      JsonWebSignature mac = new JsonWebSignature();
      mac.setAlgorithmConstraints(MACS);
      mac.setCompactSerialization(
          binding.get("protected") + "." + binding.get("payload") + "." + binding.get("signature"));
      if (mac.getHeader("nonce") != null || !newAccount.equals(mac.getHeader("url"))) {
        throw Refusal.malformed("the binding's header has a nonce or another address");
      }
      byte[] key = macKeys.get(String.valueOf(mac.getKeyIdHeaderValue()));
      if (key == null) {
        throw new Refusal(403, "unauthorized", "the binding's kid is not known");
      }
      mac.setKey(new HmacKey(key));
      if (!mac.verifySignature()) {
        throw new Refusal(403, "unauthorized", "the binding's MAC does not verify");
      }
      Map<String, Object> bound = JsonUtil.parseJson(mac.getPayload());
      if (!PublicJsonWebKey.Factory.newPublicJwk(bound)
          .calculateBase64urlEncodedThumbprint("SHA-256")
          .equals(request.thumbprint())) {
        throw Refusal.malformed("the binding is for another key");
      }
    } catch (JoseException unreadable) {
      throw Refusal.malformed("the binding is no JWS in flattened JSON form");
    }
  }
}
