/**
 * The CAs that need no network: certificates signed by their own key, and a private CA with a root
 * and an intermediate. What will be signed is stored first, linted, and only then signed.
 */
@NullMarked
package io.perennial.connector.local;

import org.jspecify.annotations.NullMarked;
