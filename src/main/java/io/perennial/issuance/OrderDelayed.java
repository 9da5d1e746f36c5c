package io.perennial.issuance;

/**
 * A step brought no answer and is taken again later, as the order says. Published in the
 * transaction that stores so.
 */
public record OrderDelayed(Order order) {}
