package io.perennial.connector;

/**
 * The CA answered something its protocol does not allow. The order stops and an operator is told.
 */
public final class CaProtocolError extends ConnectorException {

  public CaProtocolError(String message, Throwable cause) {
    super(message, cause);
  }

  public CaProtocolError(String message) {
    super(message);
  }
}
