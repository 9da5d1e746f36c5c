/**
 * Secrets with versions of their values, sealed. What is deleted can be recovered until it is
 * purged.
 */
@NullMarked
package io.perennial.secret;

import org.jspecify.annotations.NullMarked;
