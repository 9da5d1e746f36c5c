/**
 * Deletion as vaults have it, of certificates and of vaults themselves: what is deleted can be
 * recovered for some days, and then goes for good by itself.
 */
@NullMarked
package io.perennial.retention;

import org.jspecify.annotations.NullMarked;
