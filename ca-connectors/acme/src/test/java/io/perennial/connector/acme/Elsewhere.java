package io.perennial.connector.acme;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.Settings;
import io.perennial.connector.testkit.BorrowedContext;

/** An issuer's own keys and state, after its settings were changed. */
record Elsewhere(ConnectorContext lender, Settings settings) implements BorrowedContext {}
