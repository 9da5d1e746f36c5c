package io.perennial.connector.testkit.acme;

import java.security.PublicKey;
import java.util.List;

/** An account as the CA keeps it. */
record Account(String id, PublicKey key, String thumbprint, List<?> contacts, boolean deactivated) {

  Account closed() {
    return new Account(id, key, thumbprint, contacts, true);
  }

  Account reached(List<?> otherContacts) {
    return new Account(id, key, thumbprint, otherContacts, deactivated);
  }

  void requireOpen() throws Refusal {
    if (deactivated) {
      throw new Refusal(403, "unauthorized", "the account was deactivated");
    }
  }
}
