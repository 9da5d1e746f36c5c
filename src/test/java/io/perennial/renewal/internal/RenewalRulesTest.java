package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Situation.DEADLINE;
import static io.perennial.renewal.internal.Situation.DUE;
import static io.perennial.renewal.internal.Situation.EXPIRES;
import static io.perennial.renewal.internal.Situation.ISSUED;
import static io.perennial.renewal.internal.Situation.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.kernel.VersionId;
import io.perennial.policy.LifetimeAction;
import io.perennial.renewal.internal.Verdict.Fused;
import io.perennial.renewal.internal.Verdict.Renew;
import io.perennial.renewal.internal.Verdict.Rest;
import io.perennial.renewal.internal.Verdict.UnderWay;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RenewalRulesTest {

  private static final Instant EARLY = ISSUED.plus(Duration.ofDays(1));
  private static final Instant LATE = DEADLINE.plusSeconds(1);
  private static final Instant SOON = EARLY.plusSeconds(90);

  private static final URI PAGE = URI.create("https://ca.example/why");

  private static String reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Renew.class);
    return ((Renew) verdict).reason();
  }

  @Nested
  class Alone {

    @Test
    void aHealthyCertificateRestsUntilItIsDue() {
      assertThat(healthy().at(EARLY))
          .isEqualTo(
              new Rest(
                  DUE,
                  "Version 3 is good until 2026-05-30T00:00:00Z. It renews at 66 % of its life, on 2026-04-29T09:36:00Z."));
      assertThat(healthy().at(DUE.minusNanos(1))).isInstanceOf(Rest.class);
    }

    @Test
    void withoutAVersionItIsIssued() {
      assertThat(healthy().neverIssued().at(EARLY))
          .isEqualTo(new Renew("FIRST_VERSION", "It has no version yet.", DUE));
    }

    @Test
    void anEditedPolicyIsIssuedAnew() {
      assertThat(healthy().revised(2).at(EARLY))
          .isEqualTo(
              new Renew(
                  "POLICY_EDITED",
                  "Its policy or issuer was edited since version 3 was issued: the names stay the same.",
                  DUE));
    }

    @Test
    void aPersonsWishIsEnough() {
      assertThat(healthy().asked().at(EARLY))
          .isEqualTo(new Renew("ASKED", "A person asked for a new version.", DUE));
    }

    @Test
    void theLifetimeActionFallsDueAtItsInstant() {
      assertThat(healthy().at(DUE))
          .isEqualTo(
              new Renew(
                  "LIFETIME_ACTION",
                  "Its lifetime action fell due on 2026-04-29T09:36:00Z: renew at 66 % of its life.",
                  DUE));
    }

    @Test
    void whatTheCaAdvisesBringsARenewalForward() {
      Instant end = EARLY.plus(Duration.ofDays(10));
      Situation advised = healthy().advised(EARLY, end, Optional.of(PAGE));
      // The version's id begins with 012345, of 1000000 in hexadecimal.
      Instant chosen = EARLY.plusSeconds(864_000L * 0x012345 / 0x1000000);

      assertThat(advised.at(chosen.minusSeconds(1)))
          .isEqualTo(
              new Rest(
                  chosen,
                  "Version 3 is good until 2026-05-30T00:00:00Z. Its CA wants it renewed between %s and %s (%s), so it renews on %s."
                      .formatted(EARLY, end, PAGE, chosen)));
      assertThat(advised.at(chosen))
          .isEqualTo(
              new Renew(
                  "RENEWAL_INFORMATION",
                  "Its CA wants it renewed between %s and %s (%s), of which %s falls to this version."
                      .formatted(EARLY, end, PAGE, chosen),
                  chosen));
    }

    @Test
    void aWindowInThePastMeansNow() {
      Instant end = ISSUED.minusSeconds(60);
      assertThat(healthy().advised(ISSUED.minusSeconds(3_600), end, Optional.empty()).at(EARLY))
          .isEqualTo(
              new Renew(
                  "RENEWAL_INFORMATION",
                  "Its CA wants it renewed between 2026-02-28T23:00:00Z and 2026-02-28T23:59:00Z, which is past.",
                  ISSUED));
    }

    @Test
    void whatTheCaAdvisesPutsNothingOff() {
      Situation advised =
          healthy().advised(DUE.plusSeconds(60), DUE.plusSeconds(120), Optional.empty());
      assertThat(advised.at(EARLY)).isEqualTo(healthy().at(EARLY));
      assertThat(reason(advised.at(DUE))).isEqualTo("LIFETIME_ACTION");
    }

    @Test
    void adviceThatIsPassedOverIsSaid() {
      Situation advised =
          healthy().advised(Advice.none(new VersionId("0".repeat(32))).passedOver("it is odd."));
      assertThat(advised.at(EARLY).sentence())
          .isEqualTo(
              healthy().at(EARLY).sentence()
                  + " What its CA says of when to renew it is passed over: it is odd.");
    }

    @Test
    void theDeadlinePassesAtItsInstant() {
      assertThat(healthy().at(DEADLINE))
          .isEqualTo(
              new Renew(
                  "DEADLINE",
                  "Its deadline passed on 2026-05-25T12:00:00Z; nothing may hold it up any more.",
                  DUE));
      assertThat(reason(healthy().at(EXPIRES.plusSeconds(1)))).isEqualTo("DEADLINE");
    }

    @Test
    void theDeadlineCutsALifetimeActionThatComesTooLate() {
      Situation late =
          new Situation(
              true,
              1,
              new LifetimeAction.Percentage(99),
              healthy().plan(),
              healthy().current(),
              Optional.empty(),
              Optional.empty(),
              List.of());

      assertThat(late.at(EARLY))
          .isInstanceOfSatisfying(Rest.class, rest -> assertThat(rest.until()).isEqualTo(DEADLINE));
      assertThat(reason(late.at(DEADLINE))).isEqualTo("DEADLINE");
    }
  }

  @Nested
  class Precedence {

    @Test
    void aDisabledCertificateRestsWhateverElseHolds() {
      assertThat(healthy().disabled().asked().revised(2).at(LATE))
          .isEqualTo(
              new Rest(LATE.plus(Duration.ofHours(1)), "It is disabled; nothing renews it."));
    }

    @Test
    void anOpenOrderComesBeforeBackoffAndEveryReason() {
      assertThat(healthy().revised(2).planned(SOON, 3, true).ordered(EARLY, 0).at(EARLY))
          .isEqualTo(
              new UnderWay(
                  EARLY.plus(Duration.ofMinutes(10)), "An order is under way: It was due."));
    }

    @Test
    void backoffComesBeforeEveryReason() {
      Situation failing = healthy().revised(2).neverIssued().planned(SOON, 1, true);

      assertThat(failing.at(EARLY)).isEqualTo(new Rest(SOON, "As it was planned."));
      assertThat(reason(failing.at(SOON))).isEqualTo("FIRST_VERSION");
    }

    @Test
    void aPlanInTheFutureWithoutFailureIsNoBackoff() {
      assertThat(reason(healthy().revised(2).planned(SOON, 0, false).at(EARLY)))
          .isEqualTo("POLICY_EDITED");
    }

    @Test
    void theFirstReasonInOrderIsNamed() {
      Situation all = healthy().revised(2).asked();

      assertThat(reason(all.neverIssued().at(LATE))).isEqualTo("FIRST_VERSION");
      assertThat(reason(all.at(LATE))).isEqualTo("POLICY_EDITED");
      assertThat(reason(healthy().asked().at(LATE))).isEqualTo("ASKED");
      assertThat(reason(healthy().at(LATE))).isEqualTo("DEADLINE");
      assertThat(reason(healthy().at(DEADLINE.minusNanos(1)))).isEqualTo("LIFETIME_ACTION");
    }
  }

  @Nested
  class WhileAnOrderIsUnderWay {

    @Test
    void looksAgainAfterItsNextStepShouldHaveBeenTaken() {
      Instant step = EARLY.plus(Duration.ofHours(20));

      assertThat(healthy().ordered(step, 0).at(EARLY))
          .isInstanceOfSatisfying(
              UnderWay.class,
              verdict -> assertThat(verdict.until()).isEqualTo(step.plus(Duration.ofMinutes(10))));
    }

    @Test
    void looksAtTheDeadlineIfThatComesBefore() {
      Instant before = DEADLINE.minusSeconds(60);

      assertThat(healthy().ordered(before, 0).at(before))
          .isInstanceOfSatisfying(
              UnderWay.class, verdict -> assertThat(verdict.until()).isEqualTo(DEADLINE));
      assertThat(healthy().ordered(DEADLINE, 0).at(DEADLINE))
          .isInstanceOfSatisfying(
              UnderWay.class,
              verdict ->
                  assertThat(verdict.until()).isEqualTo(DEADLINE.plus(Duration.ofMinutes(10))));
    }

    @Test
    void keepsSayingWhatWentWrongLast() {
      assertThat(healthy().planned(SOON, 4, false).ordered(SOON, 4).at(EARLY).sentence())
          .isEqualTo("As it was planned.");
    }
  }

  @Nested
  class Fuse {

    private final Instant now = DUE.plus(Duration.ofHours(3));
    private final Instant first = DUE.plus(Duration.ofHours(1));
    private final Instant second = DUE.plus(Duration.ofHours(2));

    @Test
    void holdsTheThirdUnattendedIssuanceOfADay() {
      assertThat(healthy().issuedUnattended(first).at(now)).isInstanceOf(Renew.class);
      assertThat(healthy().issuedUnattended(first, second).at(now))
          .isEqualTo(
              new Fused(
                  first.plus(Duration.ofDays(1)),
                  "These names were issued 2 times unattended within 1 d, so something is wrong. It waits until 2026-04-30T10:36:00Z, or until you press Retry."));
    }

    @Test
    void letsTheNextPassWhenADayIsOver() {
      Instant over = first.plus(Duration.ofDays(1));

      assertThat(healthy().issuedUnattended(first, second).at(over.minusNanos(1)))
          .isInstanceOf(Fused.class);
      assertThat(healthy().issuedUnattended(first, second).at(over)).isInstanceOf(Renew.class);
    }

    @Test
    void letsAPersonPass() {
      assertThat(reason(healthy().asked().issuedUnattended(first, second).at(now)))
          .isEqualTo("ASKED");
    }

    @Test
    void holdsWhateverTheReason() {
      Situation stormy = healthy().issuedUnattended(first, second);

      assertThat(stormy.neverIssued().at(now)).isInstanceOf(Fused.class);
      assertThat(stormy.revised(2).at(now)).isInstanceOf(Fused.class);
    }

    @Test
    void countsOverTheLifeOfAShorterCertificate() {
      Duration life = Duration.ofHours(6);

      assertThat(RenewalRules.fuseWindow(Optional.of(Situation.version(1, 1, life))))
          .isEqualTo(life);
      assertThat(RenewalRules.fuseWindow(Optional.of(Situation.version(1, 1, Duration.ofDays(90)))))
          .isEqualTo(Duration.ofDays(1));
      assertThat(RenewalRules.fuseWindow(Optional.empty())).isEqualTo(Duration.ofDays(1));
      assertThat(
              healthy()
                  .withVersion(Situation.version(1, 1, life))
                  .issuedUnattended(ISSUED.plusSeconds(1), ISSUED.plusSeconds(2))
                  .at(ISSUED.plus(Duration.ofHours(5)))
                  .sentence())
          .startsWith("These names were issued 2 times unattended within 6 h, ");
    }
  }

  @Test
  void replacesARevokedVersionAtOnceWithAFreshKeyAndNamesWhy() {
    Renew renew = (Renew) healthy().asked().revokedAt(ISSUED.plusSeconds(60));
    assertThat(renew.reason()).isEqualTo("REVOKED");
    assertThat(renew.sentence())
        .isEqualTo(
            "Version 3 is revoked (key compromise); a new version with a fresh key takes its"
                + " place.");
  }

  @Test
  void leavesARevokedVersionWhereSomebodyDisabledTheCertificate() {
    assertThat(healthy().disabled().revokedAt(ISSUED.plusSeconds(60)).sentence())
        .isEqualTo("It is disabled; nothing renews it.");
  }

  @Test
  void onlyWatchesWhatNoIssuerRenews() {
    for (Instant now : List.of(ISSUED, DUE, DEADLINE, EXPIRES)) {
      assertThat(healthy().watchedAt(now)).isInstanceOf(Verdict.Watched.class);
    }
    assertThat(healthy().asked().watchedAt(DUE))
        .isEqualTo(
            new Verdict.Watched(
                DUE.plus(Duration.ofDays(1)),
                "It was imported, so nothing renews it. Version 3 expires on 2026-05-30T00:00:00Z;"
                    + " import its successor."));
    assertThat(((Verdict.Watched) healthy().watchedAt(ISSUED)).until()).isEqualTo(DUE);
  }
}
