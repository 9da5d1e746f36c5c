/**
 * Pure evaluation: from a wish to granted or denied, with reasons. No framework, no clock, no
 * database.
 */
@NullMarked
package io.perennial.policy;

import org.jspecify.annotations.NullMarked;
