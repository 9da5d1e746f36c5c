package io.perennial.issuance;

/** Where an order stands. Each is entered by one committed transaction. */
public enum OrderState {
  /** Key and signing request are fixed; nothing was sent. */
  PLANNED,
  /** The CA may have been asked, but its answer is not stored. */
  SUBMITTING,
  /** The connector's state is stored, with its own phase; entered anew at each of its steps. */
  WAITING,
  /** The CA's chain is stored, but not yet accepted. */
  ISSUED,
  /** The chain is a version, and current. */
  STORED,
  /** The CA refused, or sent what could not be accepted. */
  REFUSED,
  /** Given up on purpose, because what was wanted has changed. */
  ABANDONED;

  /** Whether nothing more will happen. */
  public boolean ended() {
    return this == STORED || this == REFUSED || this == ABANDONED;
  }
}
