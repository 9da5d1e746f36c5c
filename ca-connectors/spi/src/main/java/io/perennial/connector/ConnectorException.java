package io.perennial.connector;

/**
 * The step's outcome is not known. A refusal is not an exception but a {@link Progress.Refused}.
 * Messages are shown to operators and hold no secret.
 */
public abstract sealed class ConnectorException extends Exception
    permits CaUnavailable, CaMisconfigured, CaProtocolError {

  ConnectorException(String message, Throwable cause) {
    super(Problem.visible(message), cause);
  }

  ConnectorException(String message) {
    super(Problem.visible(message));
  }
}
