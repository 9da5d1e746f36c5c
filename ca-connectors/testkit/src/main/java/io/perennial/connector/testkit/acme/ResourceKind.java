package io.perennial.connector.testkit.acme;

import java.util.Arrays;
import java.util.Optional;

/** The resources of RFC 8555, section 7.1, as a fault script names them. */
public enum ResourceKind {
  DIRECTORY("/directory"),
  NEW_NONCE("/new-nonce"),
  NEW_ACCOUNT("/new-account"),
  ACCOUNT("/account/"),
  NEW_ORDER("/new-order"),
  ORDERS("/orders/"),
  ORDER("/order/"),
  AUTHORIZATION("/authorization/"),
  CHALLENGE("/challenge/"),
  FINALIZE("/finalize/"),
  CERTIFICATE("/certificate/"),
  RENEWAL_INFO("/renewal-info/"),
  REVOKE("/revoke");

  private final String path;

  ResourceKind(String path) {
    this.path = path;
  }

  /** Where it lies below the server's prefix; ends in a slash when an id follows. */
  public String path() {
    return path;
  }

  static Optional<ResourceKind> of(String path) {
    return Arrays.stream(values())
        .filter(kind -> kind.hasId() ? path.startsWith(kind.path) : path.equals(kind.path))
        .findFirst();
  }

  private boolean hasId() {
    return path.endsWith("/");
  }
}
