/**
 * Bundles for servers over HTTPS: conditional requests that may wait, scoped to what the server is
 * bound to, on the HTTPS port and on a port of its own. Usable with curl alone.
 */
@NullMarked
package io.perennial.pullapi;

import org.jspecify.annotations.NullMarked;
