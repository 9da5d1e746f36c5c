/**
 * The database as a thing to be kept: copied before an upgrade changes it, and refused when a newer
 * version wrote it. What stands in it is the other modules' business.
 */
@NullMarked
package io.perennial.storage;

import org.jspecify.annotations.NullMarked;
