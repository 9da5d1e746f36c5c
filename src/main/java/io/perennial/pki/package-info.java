/**
 * X.509, CSR, PEM, PKCS#12 and the acceptance of chains: the server's only Bouncy Castle. Pure:
 * nothing here touches the network or the database.
 */
@NullMarked
package io.perennial.pki;

import org.jspecify.annotations.NullMarked;
