package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import java.util.List;

/** What can be done with a key. */
enum KeyAction {
  SIGN("sign", DataAction.KEYS_SIGN, true),
  VERIFY("verify", DataAction.KEYS_VERIFY, false),
  ENCRYPT("encrypt", DataAction.KEYS_ENCRYPT, true),
  DECRYPT("decrypt", DataAction.KEYS_DECRYPT, false),
  WRAP("wrapKey", DataAction.KEYS_WRAP, true),
  UNWRAP("unwrapKey", DataAction.KEYS_UNWRAP, false);

  private final String word;
  private final DataAction action;
  private final boolean making;

  KeyAction(String word, DataAction action, boolean making) {
    this.word = word;
    this.action = action;
    this.making = making;
  }

  /** Its name among a key's {@code key_ops} (RFC 7517, section 4.3). */
  String word() {
    return word;
  }

  DataAction dataAction() {
    return action;
  }

  /** Whether it makes something new, which a key whose time is over does not. */
  boolean making() {
    return making;
  }

  /** What follows from a certificate's key usage (RFC 5280, section 4.2.1.3). */
  static List<KeyAction> of(String usage) {
    return switch (usage) {
      case "digitalSignature", "nonRepudiation", "keyCertSign", "cRLSign" -> List.of(SIGN, VERIFY);
      case "keyEncipherment" -> List.of(WRAP, UNWRAP);
      case "dataEncipherment" -> List.of(ENCRYPT, DECRYPT);
      case "encipherOnly" -> List.of(ENCRYPT);
      case "decipherOnly" -> List.of(DECRYPT);
      default -> List.of();
    };
  }
}
