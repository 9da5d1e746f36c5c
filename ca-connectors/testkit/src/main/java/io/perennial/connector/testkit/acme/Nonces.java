package io.perennial.connector.testkit.acme;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nonces that are good once (RFC 8555, section 6.5). */
final class Nonces {

  private final SecureRandom random = new SecureRandom();
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  String fresh() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.add(nonce);
    return nonce;
  }

  void use(String nonce) throws Refusal {
    if (!open.remove(nonce)) {
      throw new Refusal(400, "badNonce", "the nonce is not known or was used before");
    }
  }

  void forgetAll() {
    open.clear();
  }
}
