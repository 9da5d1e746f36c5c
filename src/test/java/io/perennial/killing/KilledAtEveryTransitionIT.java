package io.perennial.killing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.audit.Audit;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.challenge.Challenges;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.killing.Marks.Moment;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import io.perennial.testing.RunningServer;
import io.perennial.vault.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server dies at each transition that one issuance makes, in turn, and must bring each order to
 * its version all the same: once.
 */
class KilledAtEveryTransitionIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int TRIES = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Moment.class)
  void issuesOnceFromThePrivateCaWhereverItDies(Moment moment) throws Exception {
    Marks marks = new Marks(folder);
    survives(new PrivateCaUnderTest(marks), marks, moment);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void issuesOnceOverAcmeWhereverItDies(Moment moment) throws Exception {
    survives(new PebbleUnderTest(), new Marks(folder), moment);
  }

  private void survives(IssuerUnderTest issuer, Marks marks, Moment moment) throws Exception {
    List<String> names = new ArrayList<>();
    try (issuer;
        ServerProcess server = ServerProcess.start(folder)) {
      issuer.configure(server, folder);
      marks.startAnew();
      names.add(protect(server, issuer, names.size()));
      awaitStored(marks);
      List<String> transitions = marks.transitions().stream().distinct().toList();
      System.out.println("transitions of one issuance: " + transitions);
      assertThat(states(transitions))
          .as("a new state must be killed at, too")
          .isEqualTo(issuer.passed());
      List<String> missed = new ArrayList<>(transitions);
      for (String transition : transitions) {
        System.out.println("transition to die at: " + moment + " " + transition);
        if (killed(server, issuer, () -> marks.dieAt(moment, transition), marks, names)) {
          missed.remove(transition);
        }
      }
      assertThat(missed)
          .as("not met again within %d attempts", TRIES)
          .isSubsetOf(issuer.passedAtTimes());
    }
    verify(names);
  }

  /** Not every order passes every phase: a fast CA leaves no time for some. */
  private static boolean killed(
      ServerProcess server, IssuerUnderTest issuer, Runnable order, Marks marks, List<String> names)
      throws IOException {
    boolean died = false;
    for (int attempt = 0; attempt < TRIES && !died; attempt++) {
      order.run();
      names.add(protect(server, issuer, names.size()));
      await().atMost(PATIENCE).pollInterval(POLL).until(() -> server.dead() || survived(marks));
      died = server.dead();
      if (died) {
        server.restart();
        awaitStored(marks);
      }
      assertThat(issuer.issued()).as("issued by the CA").isEqualTo(names.size());
    }
    return died;
  }

  /** Whether an order is stored and the order to die still stands, so that it never will. */
  private static boolean survived(Marks marks) {
    return marks.waits() && stored(marks);
  }

  private static String protect(ServerProcess server, IssuerUnderTest issuer, int round) {
    String name = "round-" + round;
    server.postToTheDying(
        "/control/protect",
        Map.of("domains", name + ".example.com", "name", name, "issuer", issuer.name()));
    return name;
  }

  private static void awaitStored(Marks marks) {
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> stored(marks));
  }

  private static boolean stored(Marks marks) {
    return marks.transitions().contains(OrderState.STORED.name());
  }

  private static Set<OrderState> states(List<String> transitions) {
    Set<OrderState> states = EnumSet.noneOf(OrderState.class);
    transitions.forEach(line -> states.add(OrderState.valueOf(line.split(" ", 2)[0])));
    return states;
  }

  /** With the data that the dead left behind, in a server of this process. */
  private void verify(List<String> names) throws GeneralSecurityException, IOException {
    try (RunningServer server = RunningServer.in(folder).start()) {
      for (String name : names) {
        Certificate certificate =
            server
                .bean(Certificates.class)
                .find(
                    RunningServer.SYSTEM,
                    server.bean(Vaults.class).first().id(),
                    new ObjectName(name))
                .orElseThrow();
        List<Version> versions =
            server.bean(Certificates.class).versions(RunningServer.SYSTEM, certificate.id());
        assertThat(versions).as(name).hasSize(1);
        assertThat(
                server.bean(Issuance.class).list(RunningServer.SYSTEM, certificate.id()).stream()
                    .map(Order::state))
            .as(name)
            .containsExactly(OrderState.STORED);
        assertKeyFits(server, certificate, versions.getFirst());
      }
      assertThat(server.bean(Challenges.class).standing()).isZero();
      assertThat(server.bean(Audit.class).verify())
          .satisfies(verdict -> assertThat(verdict.intact()).as(verdict.sentence()).isTrue());
    }
  }

  private static void assertKeyFits(RunningServer server, Certificate certificate, Version version)
      throws GeneralSecurityException {
    Keys keys = server.bean(Keys.class);
    X509Certificate leaf =
        Pem.parse(server.bean(Certificates.class).chain(RunningServer.SYSTEM, version.id()))
            .getFirst();
    byte[] message = "signed by the key".getBytes(StandardCharsets.UTF_8);
    try (SecretBytes pkcs8 =
        keys.reveal(RunningServer.SYSTEM, certificate.scope(), version.id(), "test")) {
      PrivateKey key = KeyPairs.privateKey(keys.type(version.id()), pkcs8.reveal());
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(leaf.getPublicKey());
      verifier.update(message);
      assertThat(verifier.verify(KeyPairs.sign(key, "SHA256withECDSA", message))).isTrue();
    }
  }
}
