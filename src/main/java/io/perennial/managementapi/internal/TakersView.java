package io.perennial.managementapi.internal;

import io.perennial.publication.KeyAccess.Takers;
import java.util.List;
import java.util.Locale;

/** Who may take a certificate's private key. */
record TakersView(List<TakingServer> servers, List<TakingPrincipal> others) {

  static TakersView of(Takers takers) {
    return new TakersView(
        takers.servers().stream()
            .map(server -> new TakingServer(server.id().value(), server.name().value()))
            .toList(),
        takers.others().stream()
            .map(holder ->
                new TakingPrincipal(
                    holder.principal().name(),
                    holder.principal().kind().name(),
                    holder.role().name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  /** By a binding. */
  record TakingServer(String id, String name) {}

  /** By a role. */
  record TakingPrincipal(String name, String kind, String role) {}
}
