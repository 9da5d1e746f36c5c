package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.testkit.InMemoryContext;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8555, section 7.6. */
class RevocationTest {

  private Rig rig;
  private X509Certificate certificate;

  @BeforeEach
  void issue() throws Exception {
    rig = new Rig();
    certificate = ((Progress.Issued) rig.run(Requests.dns("www.example.test"))).chain().getFirst();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private RevocationOutcome revoke(RevocationReason reason) throws ConnectorException {
    return revoke(rig.context, reason);
  }

  private RevocationOutcome revoke(InMemoryContext context, RevocationReason reason)
      throws ConnectorException {
    try (Connector connector = new AcmeConnectorFactory().open(context)) {
      return ((Revoker) connector).revoke(certificate, reason);
    }
  }

  private static Problem problem(RevocationOutcome revocation) {
    assertThat(revocation).isInstanceOf(RevocationOutcome.Refused.class);
    return ((RevocationOutcome.Refused) revocation).problem();
  }

  @Test
  void revokesByTheAccountsKeyWithTheReason() throws Exception {
    assertThat(revoke(RevocationReason.CESSATION_OF_OPERATION))
        .isEqualTo(new RevocationOutcome.Revoked());
    assertThat(rig.server.revoked()).isEqualTo(Map.of(certificate.getSerialNumber(), 5));
    assertThat(rig.server.accountsCreated()).isOne();
  }

  @Test
  void takesItForSuccessThatItIsRevokedAlready() throws Exception {
    rig.server.faults().next(ResourceKind.REVOKE, Fault.lost());
    catchThrowableOfType(CaUnavailable.class, () -> revoke(RevocationReason.KEY_COMPROMISE));
    assertThat(revoke(RevocationReason.KEY_COMPROMISE)).isEqualTo(new RevocationOutcome.Revoked());
    assertThat(revoke(RevocationReason.SUPERSEDED)).isEqualTo(new RevocationOutcome.Revoked());
    assertThat(rig.server.revoked()).isEqualTo(Map.of(certificate.getSerialNumber(), 1));
  }

  @Test
  void waitsAsLongAsTheCaAsksFor() {
    rig.server
        .faults()
        .next(
            ResourceKind.REVOKE,
            Fault.instead(
                io.perennial.connector.testkit.acme.Answer.problem(429, "rateLimited", "slowly")
                    .withHeader("Retry-After", "90")));
    CaUnavailable thrown =
        catchThrowableOfType(CaUnavailable.class, () -> revoke(RevocationReason.UNSPECIFIED));
    assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void saysThatTheCaDoesNotTakeTheReason() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.REVOKE, Fault.problem(400, "badRevocationReason", "not by you"));
    Problem problem = problem(revoke(RevocationReason.PRIVILEGE_WITHDRAWN));
    assertThat(problem.blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(problem.detail())
        .isEqualTo("The CA does not take this reason; choose another one: not by you");
  }

  @Test
  void saysThatAnotherAccountOrderedIt() throws Exception {
    Problem problem = problem(revoke(rig.contextWith(Map.of()), RevocationReason.SUPERSEDED));
    assertThat(problem.blame()).isEqualTo(Problem.Blame.ISSUER);
    assertThat(problem.detail()).contains("another account ordered this certificate");
    assertThat(rig.server.revoked()).isEmpty();
  }

  @Test
  void marksTheIssuerWhenItsAccountIsClosed() {
    rig.server.deactivateAccounts();
    CaMisconfigured thrown =
        catchThrowableOfType(CaMisconfigured.class, () -> revoke(RevocationReason.SUPERSEDED));
    assertThat(thrown).hasMessageContaining("closed this issuer's account");
  }

  @Test
  void saysThatTheCaHasForgottenTheCertificate() throws Exception {
    rig.server.forgetEverything();
    Problem problem = problem(revoke(RevocationReason.SUPERSEDED));
    assertThat(problem.detail()).startsWith("The CA lets this issuer's account not revoke");
  }
}
