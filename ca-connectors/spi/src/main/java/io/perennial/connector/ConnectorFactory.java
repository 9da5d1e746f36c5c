package io.perennial.connector;

/**
 * One kind of CA, found by {@link java.util.ServiceLoader}. Stateless; has a public constructor.
 */
public interface ConnectorFactory {

  /** The stable name by which issuers refer to this kind, such as {@code acme}. */
  String type();

  /** What a person reads when choosing this kind. */
  String displayName();

  /** What must be known of a CA before it can be opened. */
  SettingsSchema settings();

  /** Whether certificates are signed by the key they certify; only then is that key lent. */
  default boolean selfSigning() {
    return false;
  }

  /** Whether certificates can be had of this kind; not where they come to us by import alone. */
  default boolean issuing() {
    return true;
  }

  /**
   * Opens a CA. Offline: nothing is sent, no key is taken and no state is read before the first
   * {@link Connector} call that needs it.
   *
   * @throws CaMisconfigured when the settings contradict each other
   */
  Connector open(ConnectorContext context) throws CaMisconfigured;
}
