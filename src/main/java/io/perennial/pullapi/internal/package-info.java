/** The routes under /pull/v1 and who may call them. */
@NullMarked
package io.perennial.pullapi.internal;

import org.jspecify.annotations.NullMarked;
