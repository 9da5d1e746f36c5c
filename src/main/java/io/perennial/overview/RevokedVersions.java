package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.publication.Truths;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.Revocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Versions that are revoked and yet in use, or whose CA has not revoked them yet. */
@Component
class RevokedVersions implements Concern {

  private final Revocations revocations;
  private final Certificates certificates;

  RevokedVersions(Revocations revocations, Certificates certificates) {
    this.revocations = revocations;
    this.certificates = certificates;
  }

  @Override
  public List<Need> needs(Principal actor, List<Truths> all, Instant now) {
    List<Need> needs = new ArrayList<>();
    for (Revocation revocation : revocations.ofUnexpired(actor)) {
      Version version = certificates.version(actor, revocation.version()).orElseThrow();
      Certificate certificate = certificates.get(actor, revocation.certificate());
      told(revocation, version).ifPresent(text -> needs.add(need(certificate, text)));
      if (revocation.refused()) {
        continue;
      }
      if (certificate.currentVersion().equals(Optional.of(version.id()))) {
        needs.add(
            need(
                certificate,
                "Version %d is revoked (%s), and nothing has taken its place yet. %s"
                    .formatted(
                        version.number(),
                        revocation.reason().words(),
                        certificate.plan().sentence())));
      }
      all.stream()
          .filter(truths -> serves(truths, version))
          .map(truths -> need(certificate, served(truths, version)))
          .forEach(needs::add);
    }
    return needs;
  }

  /** What the CA makes of the wish, where it has not done as asked. */
  private static Optional<String> told(Revocation revocation, Version version) {
    return revocation
        .problem()
        .map(problem ->
            revocation.refused()
                ? "Version %d was not revoked: %s".formatted(version.number(), problem)
                : "Version %d is not revoked yet, and is tried again: %s"
                    .formatted(version.number(), problem));
  }

  private static boolean serves(Truths truths, Version version) {
    return truths
        .binding()
        .served()
        .fingerprint()
        .filter(version.fingerprint().value()::equals)
        .isPresent();
  }

  private static String served(Truths truths, Version version) {
    return "%s:%d still serves version %d, which is revoked. Make sure that %s takes the newest."
        .formatted(
            truths.binding().address(),
            truths.binding().port(),
            version.number(),
            truths.consumer().name().value());
  }

  private static Need need(Certificate certificate, String sentence) {
    return new Need(
        Clause.REVOKED,
        certificate.name().value(),
        Optional.of(certificate.id().value()),
        sentence);
  }
}
