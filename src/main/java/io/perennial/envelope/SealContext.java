package io.perennial.envelope;

/**
 * The row that a sealed value belongs to. It is authenticated with the value, so that a value
 * copied to another row, column or deployment does not open.
 *
 * @param kind what is sealed, such as {@code private-key}
 * @param object the row's id
 */
public record SealContext(String kind, String object) {}
