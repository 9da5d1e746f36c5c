package io.perennial.connector.testkit.acme;

import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose signature was verified.
 *
 * @param account that signed, unless the key itself was given
 * @param key that verified the signature
 * @param thumbprint of that key (RFC 7638), base64url
 * @param payload empty for POST-as-GET
 */
record SignedRequest(
    Optional<Account> account, PublicKey key, String thumbprint, Map<String, Object> payload) {

  Account knownAccount() throws Refusal {
    return account.orElseThrow(() -> Refusal.malformed("sign with the account, not with its key"));
  }
}
