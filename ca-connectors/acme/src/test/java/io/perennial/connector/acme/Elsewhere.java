package io.perennial.connector.acme;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.Settings;

/** An issuer's own keys and state, after its settings were changed. */
record Elsewhere(ConnectorContext issuer, Settings settings) implements Borrowed {}
