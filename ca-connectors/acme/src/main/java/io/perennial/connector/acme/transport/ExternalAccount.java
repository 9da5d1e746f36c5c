package io.perennial.connector.acme.transport;

import javax.crypto.SecretKey;

/**
 * An account that its holder made at the CA elsewhere, to which the ACME account is bound (RFC
 * 8555, section 7.3.4).
 *
 * @param keyId by which the CA knows it
 * @param macKey shared with the CA; at least 256 bits, for HS256 (RFC 7518, section 3.2)
 */
public record ExternalAccount(String keyId, SecretKey macKey) {

  @Override
  public String toString() {
    return "ExternalAccount[" + keyId + "]";
  }
}
