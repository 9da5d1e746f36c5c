package io.perennial.connector.acme;

/** Where an order stands; the names are stored and shown, so they never change. */
enum Phase {
  /** The order's address is known and stored; its authorizations are being read. */
  ORDERED,
  /** Every proof is handed to the core; next, the CA is told to look at them. */
  PRESENTED,
  /** The CA was told to look. */
  TRIGGERED,
  /** Every proof is accepted; the order is not yet. */
  READY,
  /** The intent to finalise is stored; the signing request may have been sent. */
  FINALIZING,
  /** The CA has the signing request and makes the certificate. */
  PROCESSING,
  /** The order failed; what it still holds open is being given up. */
  RELEASING
}
