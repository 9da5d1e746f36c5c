/** The sealed record's format, the key file, and the deployment's root secret. */
@NullMarked
package io.perennial.envelope.internal;

import org.jspecify.annotations.NullMarked;
