package io.perennial.audit;

/**
 * Something that was done.
 *
 * @param actor who
 * @param action what, such as {@code certificate.create}
 * @param subject to what: a scope's path or an object's name
 * @param detail more, in words; no secret
 */
public record AuditEvent(String actor, String action, String subject, String detail) {}
