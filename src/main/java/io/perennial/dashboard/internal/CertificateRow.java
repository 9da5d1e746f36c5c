package io.perennial.dashboard.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A certificate in the list.
 *
 * @param expires when the current version does, relative
 * @param next when it is looked at next, relative
 * @param failing whether its last attempts brought nothing
 */
record CertificateRow(
    String id,
    String name,
    String names,
    String issuer,
    String version,
    String expires,
    String expiresAt,
    String next,
    String nextAt,
    String sentence,
    boolean failing) {

  static CertificateRow of(
      Certificate certificate, String issuer, Optional<Version> current, Moments moments) {
    return new CertificateRow(
        certificate.id().value(),
        certificate.name().value(),
        names(certificate),
        issuer,
        current.map(version -> "v" + version.number()).orElse("–"),
        current.map(version -> moments.relative(version.notAfter())).orElse("no version yet"),
        current.map(version -> Moments.minute(version.notAfter())).orElse(""),
        moments.relative(certificate.plan().nextActionAt()),
        Moments.minute(certificate.plan().nextActionAt()),
        Moments.readable(certificate.plan().sentence()),
        certificate.plan().failures() > 0);
  }

  static String names(Certificate certificate) {
    return certificate.policy().identifiers().stream()
        .map(Identifier::value)
        .collect(Collectors.joining(", "));
  }
}
