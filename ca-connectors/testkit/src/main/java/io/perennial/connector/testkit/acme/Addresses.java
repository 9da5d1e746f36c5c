package io.perennial.connector.testkit.acme;

/** The addresses of resources, as they are now. */
record Addresses(String host, CaBehaviour behaviour) {

  String of(ResourceKind kind) {
    return of(kind, "");
  }

  String of(ResourceKind kind, String id) {
    return "https://" + host + prefixOf(kind) + kind.path() + id;
  }

  /** On another host, where the behaviour says so. */
  String ofNewOrder(String id) {
    String named = behaviour.foreignOrderHost().orElse(host);
    return "https://" + named + behaviour.prefix() + ResourceKind.ORDER.path() + id;
  }

  private String prefixOf(ResourceKind kind) {
    return kind == ResourceKind.DIRECTORY ? "" : behaviour.prefix();
  }
}
