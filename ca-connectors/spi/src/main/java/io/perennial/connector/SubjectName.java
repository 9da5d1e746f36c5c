package io.perennial.connector;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Whom a certificate is about, beside its alternative names (RFC 5280, section 4.1.2.6).
 *
 * @param text as it was asked for, in the order of RFC 4514: what is most specific comes first
 * @param name the same, as it is encoded
 * @param host the common name, where that is a host's
 */
public record SubjectName(String text, X500Principal name, Optional<Identifier> host) {}
