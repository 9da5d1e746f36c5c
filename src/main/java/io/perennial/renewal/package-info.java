/**
 * Decides when a certificate is issued anew, and says why. What it decides is a row; what it waits
 * for is a time in that row.
 */
@NullMarked
package io.perennial.renewal;

import org.jspecify.annotations.NullMarked;
