/**
 * Controllers, and the records that they read and write. One record, one schema of the document.
 */
@NullMarked
package io.perennial.managementapi.internal;

import org.jspecify.annotations.NullMarked;
