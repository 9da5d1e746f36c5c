/**
 * A whole server or a bare store for tests: started as it ships, on ports and folders of its own.
 */
@NullMarked
package io.perennial.testing;

import org.jspecify.annotations.NullMarked;
