package io.perennial.managementapi.internal;

import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import java.time.Instant;
import java.util.List;

/** What was issued. */
record VersionView(
    String id,
    int number,
    List<String> domains,
    String serial,
    String fingerprint,
    Instant notBefore,
    Instant notAfter,
    Instant issuedAt,
    boolean attended) {

  static VersionView of(Version version) {
    return new VersionView(
        version.id().value(),
        version.number(),
        version.identifiers().stream().map(Identifier::value).toList(),
        version.serial(),
        version.fingerprint().value(),
        version.notBefore(),
        version.notAfter(),
        version.issuedAt(),
        version.attended());
  }
}
