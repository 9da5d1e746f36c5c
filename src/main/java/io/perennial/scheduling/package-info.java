/**
 * The durable engine: work that survives a restart because it is a row. One-time tasks named by
 * what they work on; nothing durable waits in a thread.
 */
@NullMarked
package io.perennial.scheduling;

import org.jspecify.annotations.NullMarked;
