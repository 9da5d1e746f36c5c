package io.perennial.connector.acme;

import java.net.URI;

/**
 * One authorization and how far its proof has come.
 *
 * @param name that it is for, as the CA writes it; empty until read
 * @param ip whether the name is an IP address
 * @param token of its http-01 challenge; empty until read
 */
record Proof(URI authorization, Stage stage, String name, boolean ip, String token) {

  /** How far a proof has come; the names are stored. */
  enum Stage {
    UNREAD,
    OFFERED,
    TRIGGERED,
    VALID,
    /** The order failed, and this proof no longer holds anything open. */
    RELEASED,
    /** The CA did not accept it. */
    FAILED
  }

  static Proof unread(URI authorization) {
    return new Proof(authorization, Stage.UNREAD, "", false, "");
  }

  Proof at(Stage reached) {
    return new Proof(authorization, reached, name, ip, token);
  }

  /** Whether there is nothing left to give up. */
  boolean settled() {
    return switch (stage) {
      case UNREAD, OFFERED, TRIGGERED -> false;
      case VALID, RELEASED, FAILED -> true;
    };
  }

  /** Whether the token must be served now: the CA may fetch it from the moment it is told. */
  boolean stands() {
    return stage == Stage.OFFERED || stage == Stage.TRIGGERED;
  }
}
