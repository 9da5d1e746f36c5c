/** Servers that die on purpose, and what must hold when they are started again. */
@org.jspecify.annotations.NullMarked
package io.perennial.killing;
