/**
 * A certification authority that speaks RFC 8555 inside the test's own process and misbehaves on
 * request. What it issued is its own truth, which a test compares with what the connector claims.
 */
@NullMarked
package io.perennial.connector.testkit.acme;

import org.jspecify.annotations.NullMarked;
