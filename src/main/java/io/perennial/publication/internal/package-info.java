/** How consumers and bindings are stored, bundles built, and addresses probed. */
@NullMarked
package io.perennial.publication.internal;

import org.jspecify.annotations.NullMarked;
