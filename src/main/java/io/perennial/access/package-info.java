/**
 * Who may do what: principals, their credentials, roles and scopes. One authorizer decides, and
 * denies by default.
 */
@NullMarked
package io.perennial.access;

import org.jspecify.annotations.NullMarked;
