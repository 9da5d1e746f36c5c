/**
 * Bundles for servers over HTTPS: conditional requests, scoped to what the server is bound to.
 * Usable with curl alone.
 */
@NullMarked
package io.perennial.pullapi;

import org.jspecify.annotations.NullMarked;
