package io.perennial.connector.testkit.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All accounts, found by id or by key. */
final class AccountBook {

  private final List<Account> accounts = new ArrayList<>();
  private int created;

  synchronized Optional<Account> byId(String id) {
    return accounts.stream().filter(account -> account.id().equals(id)).findFirst();
  }

  synchronized Optional<Account> byThumbprint(String thumbprint) {
    return accounts.stream().filter(account -> account.thumbprint().equals(thumbprint)).findFirst();
  }

  synchronized Account add(SignedRequest request) {
    created++;
    List<?> contacts = contacts(request).orElse(List.of());
    Account account =
        new Account("a" + created, request.key(), request.thumbprint(), contacts, false);
    accounts.add(account);
    return account;
  }

  /** RFC 8555, section 7.3.2; what the request leaves out stays. */
  synchronized Account update(SignedRequest request) throws Refusal {
    Account known = request.knownAccount();
    Account updated = contacts(request).map(known::reached).orElse(known);
    accounts.replaceAll(account -> account.equals(known) ? updated : account);
    return updated;
  }

  private static Optional<List<?>> contacts(SignedRequest request) {
    return request.payload().get("contact") instanceof List<?> list
        ? Optional.of(list)
        : Optional.empty();
  }

  synchronized List<List<?>> contacts() {
    return accounts.stream().<List<?>>map(Account::contacts).toList();
  }

  /** How many were ever made, forgotten ones too. */
  synchronized int created() {
    return created;
  }

  synchronized void deactivateAll() {
    accounts.replaceAll(Account::closed);
  }

  synchronized void forgetAll() {
    accounts.clear();
  }
}
