/**
 * The named certificate: its policy, its immutable versions of which one is current, and when it is
 * looked at next.
 */
@NullMarked
package io.perennial.certificate;

import org.jspecify.annotations.NullMarked;
