/** What survives when the process is killed. A child JVM writes; the test kills it and counts. */
@NullMarked
package io.perennial.durability;

import org.jspecify.annotations.NullMarked;
