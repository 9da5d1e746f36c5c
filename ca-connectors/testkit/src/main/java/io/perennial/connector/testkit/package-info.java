/**
 * The contract that every connector passes, and an in-memory core to run it in. A new connector's
 * first test extends {@link io.perennial.connector.testkit.ConnectorContract}.
 */
@NullMarked
package io.perennial.connector.testkit;

import org.jspecify.annotations.NullMarked;
