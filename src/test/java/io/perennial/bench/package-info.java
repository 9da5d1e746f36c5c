/**
 * What {@code deploy/bench} runs in Java: peers, clients and loops. Compiled against the packaged
 * server's own libraries, and no part of it.
 */
@NullMarked
package io.perennial.bench;

import org.jspecify.annotations.NullMarked;
