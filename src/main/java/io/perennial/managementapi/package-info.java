/**
 * The management API: what the dashboard can do, as REST for programs with a token. An adapter: it
 * calls the other modules' interfaces, and nothing calls it.
 */
@NullMarked
package io.perennial.managementapi;

import org.jspecify.annotations.NullMarked;
