package io.perennial.simulation;

/** What may be wrong with a certificate that a CA sends, and what acceptance says of it. */
enum Lie {
  NONE(""),
  OTHER_KEY("The certificate is for another key than the one requested."),
  MISSING_NAME("The certificate lacks b-"),
  EXTRA_NAME("The certificate also names attacker.example."),
  EXPIRED("The certificate has already expired, on "),
  FUTURE("The certificate begins in the future, on "),
  BROKEN_CHAIN("The chain is broken behind certificate 1."),
  SIGNING_LEAF("The certificate could itself sign certificates.");

  private final String objection;

  Lie(String objection) {
    this.objection = objection;
  }

  /** A part of the sentence that an operator reads. */
  String objection() {
    return objection;
  }
}
