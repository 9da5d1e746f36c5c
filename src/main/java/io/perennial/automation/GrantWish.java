package io.perennial.automation;

/**
 * What somebody typed; all but the role and one of the three holders may be blank.
 *
 * @param role by its word, such as {@code secrets-user}, its title or its id
 * @param application that holds it, by name or client id
 * @param user that holds it, by name
 * @param group that holds it, by name
 * @param vault where it holds; blank: everywhere, or in the first vault if an object is named
 * @param certificate the only one for which it holds, with its secret and key, by name or id
 * @param secret the only one for which it holds, by name; there need not be one yet
 * @param until the last day, such as {@code 2027-01-31}, in UTC, or a moment; blank: for good
 */
public record GrantWish(
    String role,
    String application,
    String user,
    String group,
    String vault,
    String certificate,
    String secret,
    String until) {}
