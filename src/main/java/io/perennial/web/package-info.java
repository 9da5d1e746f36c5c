/**
 * The listeners and what they share: which port a request came in on, how a refusal looks, and who
 * asks.
 */
@NullMarked
package io.perennial.web;

import org.jspecify.annotations.NullMarked;
