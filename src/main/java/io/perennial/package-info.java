/** The server. Each direct sub-package is a module: public in the package, the rest internal. */
@NullMarked
package io.perennial;

import org.jspecify.annotations.NullMarked;
