/**
 * The pages on which operators see what needs them and web teams protect domains. An adapter: it
 * calls the other modules' interfaces, and nothing calls it.
 */
@NullMarked
package io.perennial.dashboard;

import org.jspecify.annotations.NullMarked;
