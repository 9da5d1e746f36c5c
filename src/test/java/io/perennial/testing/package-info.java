/** A whole server for tests: started as it ships, on ports and folders of its own. */
@NullMarked
package io.perennial.testing;

import org.jspecify.annotations.NullMarked;
