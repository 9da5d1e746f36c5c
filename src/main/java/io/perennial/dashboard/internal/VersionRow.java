package io.perennial.dashboard.internal;

import io.perennial.certificate.Version;
import java.util.List;

/** A version in a certificate's table. */
record VersionRow(
    String number,
    boolean current,
    String serial,
    String fingerprint,
    String notBefore,
    String notAfter,
    String issued) {

  /** Newest first, as they come. */
  static List<VersionRow> of(List<Version> versions, Moments moments) {
    return versions.stream()
        .map(version ->
            new VersionRow(
                "v" + version.number(),
                version.equals(versions.getFirst()),
                version.serial(),
                version.fingerprint().value(),
                Moments.minute(version.notBefore()),
                Moments.minute(version.notAfter()),
                moments.ago(version.issuedAt())
                    + (version.attended() ? ", asked for" : ", by itself")))
        .toList();
  }
}
