/** Upgrades and copies. */
@NullMarked
package io.perennial.storage.internal;

import org.jspecify.annotations.NullMarked;
