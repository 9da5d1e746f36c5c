/** The programs below {@code deploy/} as people run them, against a server that really runs. */
@NullMarked
package io.perennial.deploy;

import org.jspecify.annotations.NullMarked;
