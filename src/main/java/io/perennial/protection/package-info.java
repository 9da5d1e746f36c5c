/**
 * Protects domains: from typed names to a certificate with its issuer, and to the servers that
 * shall serve it. What the dashboard, the command line and the APIs share.
 */
@NullMarked
package io.perennial.protection;

import org.jspecify.annotations.NullMarked;
