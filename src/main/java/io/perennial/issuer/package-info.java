/** Configured CAs: their settings, their health, and the connector that speaks to each. */
@NullMarked
package io.perennial.issuer;

import org.jspecify.annotations.NullMarked;
