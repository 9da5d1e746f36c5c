/** The one sentence that opens the dashboard, and how near the worst binding is to expiry. */
@NullMarked
package io.perennial.overview;

import org.jspecify.annotations.NullMarked;
