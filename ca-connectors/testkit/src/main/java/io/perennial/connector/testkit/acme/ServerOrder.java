package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An order as the CA keeps it. Guarded by the {@link OrderBook}. */
final class ServerOrder {

  private final String id;
  private final Account account;
  private final List<ServerAuthorization> authorizations;
  private final Instant expires;
  private int pendingReads;
  private int processingReads;
  private List<X509Certificate> chain = List.of();
  private Optional<String> failure = Optional.empty();

  ServerOrder(
      String id,
      Account account,
      List<ServerAuthorization> authorizations,
      Instant expires,
      int readsUntilReady) {
    this.id = id;
    this.account = account;
    this.authorizations = authorizations;
    this.expires = expires;
    this.pendingReads = readsUntilReady;
  }

  String id() {
    return id;
  }

  Account account() {
    return account;
  }

  List<ServerAuthorization> authorizations() {
    return authorizations;
  }

  List<Identifier> names() {
    return authorizations.stream().map(ServerAuthorization::name).toList();
  }

  Instant expires() {
    return expires;
  }

  List<X509Certificate> chain() {
    return chain;
  }

  Optional<String> failure() {
    return failure;
  }

  void fail(String reason) {
    failure = Optional.of(reason);
  }

  void issue(List<X509Certificate> certificates, int readsUntilIssued) {
    chain = certificates;
    processingReads = readsUntilIssued;
  }

  void read() {
    if (!chain.isEmpty()) {
      processingReads = countDown(processingReads);
    } else if (authorizations.stream().allMatch(ServerAuthorization::valid)) {
      pendingReads = countDown(pendingReads);
    }
  }

  private static int countDown(int reads) {
    return reads == CaBehaviour.FOREVER ? reads : Math.max(0, reads - 1);
  }

  /** RFC 8555, section 7.1.6. */
  String status() {
    if (failure.isPresent()
        || authorizations.stream().anyMatch(ServerAuthorization::settledBadly)) {
      return "invalid";
    }
    if (!chain.isEmpty()) {
      return processingReads == 0 ? "valid" : "processing";
    }
    boolean proved = authorizations.stream().allMatch(ServerAuthorization::valid);
    return proved && pendingReads == 0 ? "ready" : "pending";
  }
}
