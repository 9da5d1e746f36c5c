package io.perennial.dashboard.internal;

import io.perennial.certificate.Version;
import io.perennial.kernel.VersionId;
import io.perennial.revocation.Revocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version in a certificate's table.
 *
 * @param revoked how far its revocation has come; empty: nobody asked
 * @param revocable whether there is any sense in asking
 */
record VersionRow(
    String id,
    String number,
    boolean current,
    String serial,
    String fingerprint,
    String notBefore,
    String notAfter,
    String issued,
    String revoked,
    boolean revocable) {

  /** Newest first, as they come. */
  static List<VersionRow> of(
      List<Version> versions, List<Revocation> revocations, Moments moments) {
    Map<VersionId, Revocation> asked =
        revocations.stream().collect(Collectors.toMap(Revocation::version, one -> one));
    return versions.stream()
        .map(version ->
            new VersionRow(
                version.id().value(),
                "v" + version.number(),
                version.equals(versions.getFirst()),
                version.serial(),
                version.fingerprint().value(),
                Moments.minute(version.notBefore()),
                Moments.minute(version.notAfter()),
                moments.ago(version.issuedAt())
                    + (version.attended() ? ", asked for" : ", by itself"),
                Optional.ofNullable(asked.get(version.id())).map(VersionRow::revoked).orElse(""),
                version.notAfter().isAfter(moments.now())
                    && Optional.ofNullable(asked.get(version.id()))
                        .map(Revocation::refused)
                        .orElse(true)))
        .toList();
  }

  private static String revoked(Revocation revocation) {
    String what =
        revocation
            .revokedAt()
            .map(at -> "revoked on " + Moments.minute(at))
            .orElse(revocation.refused() ? "not revoked" : "being revoked");
    return "%s (%s), asked by %s%s"
        .formatted(
            what,
            revocation.reason().words(),
            revocation.requestedBy(),
            revocation.problem().map(problem -> ": " + problem).orElse(""));
  }
}
