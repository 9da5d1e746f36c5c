/**
 * Ids, names, refusals and the few types that every module shares. No business and no framework.
 */
@NullMarked
package io.perennial.kernel;

import org.jspecify.annotations.NullMarked;
