package io.perennial.issuance;

/** An order begins. Published in the transaction that stores it. */
public record OrderPlanned(Order order) {}
