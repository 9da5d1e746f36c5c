package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/** What the core relies on where a connector can revoke. */
abstract class RevocationCases extends OrderCases {

  @Test
  final void revokesOnceHoweverOftenItIsAsked() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    X509Certificate bad = issued(bench, request(context)).issued().getFirst();
    X509Certificate good = issued(bench, request(context)).issued().getFirst();
    for (RevocationReason reason :
        new RevocationReason[] {RevocationReason.KEY_COMPROMISE, RevocationReason.SUPERSEDED}) {
      // Opened anew each time, as after a crash before the answer was stored.
      try (Connector connector = bench.open()) {
        if (!(connector instanceof Revoker revoker)) {
          return;
        }
        assertThat(
                bench.calls().<RevocationOutcome>call("revoke", () -> revoker.revoke(bad, reason)))
            .isEqualTo(new RevocationOutcome.Revoked());
        assertThat(revokedByTheCa(connector, bad).orElse(true)).as("revoked at the CA").isTrue();
        assertThat(revokedByTheCa(connector, good).orElse(false)).as("good at the CA").isFalse();
      }
    }
  }

  @Test
  final void saysInWordsThatItCannotRevoke() throws Exception {
    InMemoryContext context = newContext();
    X509Certificate leaf = issued(bench(context), request(context)).issued().getFirst();
    for (Workbench bench :
        new Workbench[] {
          bench(context).with(CutOffContext.offline(context)), bench(newContext())
        }) {
      try (Connector connector = bench.open()) {
        if (!(connector instanceof Revoker revoker)) {
          return;
        }
        RevocationOutcome answer =
            bench.calls().call("revoke", () -> revoker.revoke(leaf, RevocationReason.UNSPECIFIED));
        if (answer instanceof RevocationOutcome.Refused(var problem)) {
          assertThat(problem.detail()).isNotBlank();
        }
      } catch (ConnectorException failed) {
        assertThat(failed.getMessage()).isNotBlank();
      } catch (RuntimeException unchecked) {
        throw new AssertionError("an unchecked exception came from revoke", unchecked);
      }
    }
  }
}
