package io.perennial.managementapi.internal;

import io.perennial.issuer.Issuer;
import java.time.Instant;
import java.util.Optional;

/** A configured CA. */
record IssuerView(
    String id, String name, String type, Optional<String> problem, Optional<Instant> problemSince) {

  static IssuerView of(Issuer issuer) {
    return new IssuerView(
        issuer.id().value(),
        issuer.name().value(),
        issuer.type(),
        issuer.problem().map(Issuer.Trouble::sentence),
        issuer.problem().map(Issuer.Trouble::since));
  }
}
