/**
 * The way out to other people's servers: checked addresses, one deadline for the whole exchange, a
 * cap on the answer. Nothing else of Perennial calls what a setting or a person names.
 */
@NullMarked
package io.perennial.outbound;

import org.jspecify.annotations.NullMarked;
