/**
 * Tokens for programs: from what somebody typed, a name, a role and where it holds, to an API
 * token. What the dashboard, the command line and the API share.
 */
@NullMarked
package io.perennial.automation;

import org.jspecify.annotations.NullMarked;
