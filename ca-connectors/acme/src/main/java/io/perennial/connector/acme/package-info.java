/**
 * The connector of type {@code acme}: certification authorities that speak RFC 8555. An order walks
 * through {@link io.perennial.connector.acme.Phase}s, and each call does the next thing that the
 * stored phase and the CA's own view of the order allow.
 */
@NullMarked
package io.perennial.connector.acme;

import org.jspecify.annotations.NullMarked;
