/**
 * One request to an ACME CA at a time, as values. The library beneath, its exceptions and its
 * lazily loading objects stay inside; what comes out is checked, capped and from the CA's own host.
 */
@NullMarked
package io.perennial.connector.acme.transport;

import org.jspecify.annotations.NullMarked;
