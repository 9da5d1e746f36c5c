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
    List<?> contacts = request.payload().get("contact") instanceof List<?> list ? list : List.of();
    Account account =
        new Account("a" + created, request.key(), request.thumbprint(), contacts, false);
    accounts.add(account);
    return account;
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
