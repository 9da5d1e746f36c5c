package io.perennial.connector.acme.transport;

import java.net.URI;

/** An account (RFC 8555, section 7.1.2). */
public record AcmeAccount(URI url, AcmeStatus status) {}
