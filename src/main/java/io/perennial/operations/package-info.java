/**
 * Runs the deployment: first start, the server's own certificate, health, and the command line's
 * socket.
 */
@NullMarked
package io.perennial.operations;

import org.jspecify.annotations.NullMarked;
