package io.perennial.automation;

/**
 * What somebody typed; all but name and role may be blank.
 *
 * @param name of the program that will hold the token
 * @param role {@code reader}, {@code operator} or {@code administrator}
 * @param vault where it holds, by name; blank: everywhere, unless a certificate is named
 * @param certificate the only one for which it holds, by name or id; blank: all
 * @param days how long it lives; blank: 90
 */
public record TokenWish(String name, String role, String vault, String certificate, String days) {}
