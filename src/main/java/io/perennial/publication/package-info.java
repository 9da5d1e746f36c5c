/**
 * Consumers, their bindings, and the three truths about each: what is published, what is installed,
 * and what is served as seen from outside. Only the prober writes what is served.
 */
@NullMarked
package io.perennial.publication;

import org.jspecify.annotations.NullMarked;
