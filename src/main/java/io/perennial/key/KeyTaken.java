package io.perennial.key;

/**
 * Another server has stored the spare key that this key pair was to be; nothing is lost but the
 * transaction. Make another.
 */
public class KeyTaken extends RuntimeException {

  public KeyTaken(String spare) {
    super("The spare key " + spare + " has been taken.");
  }
}
