/** How certificates and versions are stored. */
@NullMarked
package io.perennial.certificate.internal;

import org.jspecify.annotations.NullMarked;
