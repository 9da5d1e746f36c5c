package io.perennial.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.pki.Fingerprint;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Binding;
import io.perennial.publication.Consumer;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each clause of the sentence alone turns it red, and without any it is green. */
class OverviewClausesTest {

  private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
  private static final Principal SOMEBODY = Principal.system("test");
  private static final String PUBLISHED = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final VersionId VERSION = new VersionId("4".repeat(32));

  private Optional<Instant> lastSweep = Optional.of(NOW.minusSeconds(40));
  private boolean enabled = true;
  private List<Concern> concerns = List.of();
  private Optional<Instant> notAfter = Optional.of(NOW.plus(Duration.ofDays(30)));
  private Plan plan =
      new Plan(
          NOW.plus(Duration.ofDays(14)),
          Optional.of(NOW.plus(Duration.ofDays(27))),
          "It renews later.",
          0,
          false);
  private Binding.Installed installed =
      new Binding.Installed(
          Optional.of(VERSION),
          Optional.of(PUBLISHED),
          Optional.of(NOW.minusSeconds(90)),
          Optional.of(Report.Outcome.INSTALLED),
          Optional.empty());
  private Binding.Served served =
      new Binding.Served(
          Optional.of(PUBLISHED),
          Optional.of(NOW.plus(Duration.ofDays(30))),
          Optional.of(NOW.minusSeconds(60)),
          Optional.empty());

  @Test
  void isGreenWhenNoClauseIsBroken() {
    Overview overview = overview();

    assertThat(overview.green()).isTrue();
    assertThat(overview.sentence()).isEqualTo("Nothing will expire unattended.");
    assertThat(overview.checked()).isEqualTo("Checked 40 s ago.");
    assertThat(overview.marginInWords()).isEqualTo("30 d");
  }

  @Test
  void isRedWhenTheSweepHasNotRunForTwoIntervals() {
    lastSweep = Optional.of(NOW.minusSeconds(61));

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SWEEP);
  }

  @Test
  void isRedWhenTheSweepHasNeverRun() {
    lastSweep = Optional.empty();

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SWEEP);
  }

  @Test
  void isGreenWhenTheSweepRanExactlyTwoIntervalsAgo() {
    lastSweep = Optional.of(NOW.minusSeconds(60));

    assertThat(overview().green()).isTrue();
  }

  @Test
  void isRedWhenAConcernIsRaisedThatNoBindingShows() {
    Need raised = new Need(Clause.REVOKED, "www", Optional.empty(), "Version 1 is revoked.");
    concerns = List.of((actor, all, now) -> List.of(raised, raised));

    assertThat(onlyNeed()).isEqualTo(raised);
  }

  @Test
  void isRedWhenTheVersionHasExpired() {
    notAfter = Optional.of(NOW);

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.VERSION);
    assertThat(need.sentence()).contains("Version 2 has expired");
  }

  @Test
  void isRedWhenNoVersionWasEverIssued() {
    notAfter = Optional.empty();

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.VERSION);
    assertThat(need.sentence()).contains("No version has been issued yet");
  }

  @Test
  void isRedWhenTheNextActionIsOverdue() {
    planned(NOW.minusSeconds(61), NOW.plus(Duration.ofDays(27)));

    assertThat(onlyNeed().clause()).isEqualTo(Clause.NEXT_ACTION);
  }

  @Test
  void isRedWhenNothingIsPlannedBeforeTheDeadline() {
    planned(NOW.plus(Duration.ofDays(28)), NOW.plus(Duration.ofDays(27)));

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.NEXT_ACTION);
    assertThat(need.sentence()).contains("nothing is planned before");
  }

  @Test
  void isRedWhenTheCertificateIsDisabled() {
    enabled = false;

    assertThat(onlyNeed().clause()).isEqualTo(Clause.NEXT_ACTION);
  }

  @Test
  void isRedWhenAnotherCertificateIsServed() {
    serves(Optional.of(OTHER), Optional.empty());

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SERVED);
  }

  @Test
  void isRedWhenNothingAnswersAtTheAddress() {
    serves(Optional.empty(), Optional.of("10.0.0.7:443 does not answer."));

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.SERVED);
    assertThat(need.sentence()).contains("10.0.0.7:443 does not answer.");
  }

  @Test
  void isRedWhenItWasNeverProbedAlthoughTheServerReportsItInstalled() {
    serves(Optional.empty(), Optional.empty());

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.SERVED);
    assertThat(need.sentence()).contains("not been probed yet");
  }

  @Test
  void believesTheProberAndNotTheServerThatReportsItInstalled() {
    serves(Optional.of(OTHER), Optional.empty());

    assertThat(onlyNeed().sentence())
        .contains("serves another certificate (cdcdcdcdcdcd)")
        .contains("Yet the server reports that it installed the current version");
  }

  @Test
  void countsACertificateOnceThoughTwoServersShareItsFault() {
    notAfter = Optional.empty();
    Truths one = truths();

    Overview overview = overview(List.of(one, one));

    assertThat(overview.needs()).hasSize(1);
    assertThat(overview.sentence()).isEqualTo("1 needs you.");
  }

  @Test
  void namesTheSmallestMarginOfAll() {
    Truths near = truths();
    served =
        new Binding.Served(
            Optional.of(PUBLISHED),
            Optional.of(NOW.plus(Duration.ofHours(30))),
            Optional.of(NOW),
            Optional.empty());

    assertThat(overview(List.of(near, truths())).marginInWords()).isEqualTo("30 h");
  }

  private void planned(Instant next, Instant deadline) {
    plan = new Plan(next, Optional.of(deadline), "It renews later.", 0, false);
  }

  private void serves(Optional<String> fingerprint, Optional<String> problem) {
    served =
        new Binding.Served(
            fingerprint,
            fingerprint.map(known -> NOW.plus(Duration.ofDays(30))),
            Optional.of(NOW),
            problem);
  }

  private Need onlyNeed() {
    Overview overview = overview();
    assertThat(overview.green()).isFalse();
    assertThat(overview.sentence()).isEqualTo("1 needs you.");
    assertThat(overview.needs()).hasSize(1);
    return overview.needs().getFirst();
  }

  private Overview overview() {
    return overview(List.of(truths()));
  }

  private Overview overview(List<Truths> all) {
    return new Overviews(
            new KnownBindings(all),
            new KnownRenewal(lastSweep, Duration.ofSeconds(30)),
            concerns,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .now(SOMEBODY);
  }

  private Truths truths() {
    CertificateId id = new CertificateId("1".repeat(32));
    IssuerId issuer = new IssuerId("2".repeat(32));
    List<Identifier> names = List.of(new Identifier.Dns("www.example.com"));
    Optional<Version> version =
        notAfter.map(end ->
            new Version(
                VERSION,
                id,
                2,
                issuer,
                1,
                names,
                "0a",
                new Fingerprint(PUBLISHED),
                NOW.minus(Duration.ofDays(60)),
                end,
                NOW.minus(Duration.ofDays(60)),
                false));
    Certificate certificate =
        new Certificate(
            id,
            new VaultId("3".repeat(32)),
            new ObjectName("www-example-com"),
            issuer,
            CertificatePolicy.of(names),
            1,
            Map.of(),
            enabled,
            version.map(Version::id),
            plan,
            NOW.minus(Duration.ofDays(90)));
    Consumer consumer =
        new Consumer(
            new ConsumerId("5".repeat(32)),
            new PrincipalId("6".repeat(32)),
            new ObjectName("web-1"),
            Optional.of("web-1.internal"),
            NOW,
            Optional.of(NOW),
            Optional.of(NOW),
            Optional.empty());
    return new Truths(
        new Binding(
            new BindingId("7".repeat(32)),
            consumer.id(),
            id,
            names,
            "10.0.0.7",
            443,
            installed,
            served),
        consumer,
        certificate,
        version);
  }
}
