/**
 * Sign-in, controllers, and the read models that the templates show. All words and times are made
 * here, so that templates only place them.
 */
@NullMarked
package io.perennial.dashboard.internal;

import org.jspecify.annotations.NullMarked;
