/** A CA and a clock in the test's hand, and the server that lives with both. */
@org.jspecify.annotations.NullMarked
package io.perennial.simulation;
