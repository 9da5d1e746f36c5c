package io.perennial.publication;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Version;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Folders;
import io.perennial.testing.Nginx;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.ShellAgent;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The agent's own certificate: the agent as it ships, against a whole server and a real nginx. */
class AgentCertificateIT {

  private static final int UNENROLLED = 5;

  /** Every how manieth line of the renewal it is killed at. */
  private static final int STEP = Integer.getInteger("kill.step", 7);

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.in(folder)
            .property("perennial.probe.interval", "1s")
            .property("perennial.agent.certificate-life", "1h")
            .start()
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String fingerprint(ServedSite site) {
    return Program.run(
            "openssl", "x509", "-in", site.agent().credentialFile(), "-noout", "-fingerprint")
        .out();
  }

  private static List<String> state(ServedSite site) throws IOException {
    try (Stream<Path> files = Files.list(site.agent().credentialFile().getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> audited(ServedSite site, String action) {
    return server
        .bean(JdbcClient.class)
        .sql(
            """
            select detail from audit_entry
            where action = :action and actor = :name and subject = :scope order by sequence
            """)
        .param("action", action)
        .param("name", site.name())
        .param("scope", site.truths().consumer().scope().path())
        .query(String.class)
        .list();
  }

  @Test
  void itsFirstRoundLeavesTheTokenBehind() throws Exception {
    try (ServedSite site = ServedSite.enrolled(server, folder, "first")) {
      String token = site.agent().secrets().getFirst();
      Version version = site.protect("private-ca");
      assertThat(site.agent().once().status()).isZero();

      assertThat(site.nginx().served()).isEqualTo(version.fingerprint().value());
      assertThat(state(site)).containsExactly("credential", "sites");
      assertThat(site.agent().credentialFile()).content().doesNotContain("pnl_", "credential=");
      assertThat(Files.getPosixFilePermissions(site.agent().credentialFile()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(
              Program.run(
                      "curl",
                      "-sk",
                      "-H",
                      "Authorization: Bearer " + token,
                      "https://localhost:%d/pull/v1/bindings".formatted(server.pullPort()))
                  .out())
          .contains("\"status\":401");
      assertThat(audited(site, "consumer.certificate")).hasSize(2);
      assertThat(site.agent().once().err()).doesNotContain("certificate-renewed");
      assertThat(audited(site, "consumer.certificate")).hasSize(2);
    }
  }

  @Test
  void renewsInItsLastThirdWithAFreshKey() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "renews")) {
      String before = fingerprint(site);
      List<String> key = site.agent().secrets();
      site.agent().age();
      Program.Ended round = site.agent().once();
      assertThat(round.status()).as(round.err()).isZero();
      assertThat(round.err()).contains("event=certificate-renewed consumer=renews");
      assertThat(fingerprint(site)).isNotEqualTo(before).contains("Fingerprint=");
      assertThat(site.agent().secrets()).isNotEqualTo(key);
      assertThat(state(site)).containsExactly("credential", "sites");
      assertThat(site.agent().once().status()).isZero();
    }
  }

  @Test
  void comesBackAfterItsCertificateExpiredWhileItWasOff() {
    try (ServedSite site = ServedSite.installed(server, folder, "back")) {
      server
          .bean(JdbcClient.class)
          .sql("update client_certificate set expires_at = created_at where consumer_id = :id")
          .param("id", site.truths().consumer().id().value())
          .update();
      assertThat(listing(site)).contains("\"status\":401", "expired at");
      site.agent().age();
      Program.Ended round = site.agent().once();
      assertThat(round.status()).as(round.err()).isZero();
      assertThat(round.err()).contains("event=certificate-renewed");
      assertThat(listing(site)).contains("back-test-internal");
    }
  }

  private static String listing(ServedSite site) {
    return Program.run(
            "curl",
            "-sk",
            "--cert",
            site.agent().credentialFile(),
            "https://localhost:%d/pull/v1/bindings".formatted(server.pullPort()))
        .out();
  }

  @Test
  void whatItNeverUsedAndTheServerForgotIsLetGo() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "forgot")) {
      String before = fingerprint(site);
      Path unused = site.agent().credentialFile().resolveSibling("credential.next");
      ClientKey key = ClientKey.fresh();
      var forgotten =
          server
              .bean(ClientCertificates.class)
              .issue(
                  new Proof.ClientCertificate(
                      ClientKey.der(ClientKey.in(Files.readString(site.agent().credentialFile())))),
                  key.csr())
              .certificate();
      key.write(unused, forgotten);
      Folders.writePrivate(
          unused, "expires=9999999999\nconsumer=forgot\nobtained=1\n" + Files.readString(unused));
      server
          .bean(JdbcClient.class)
          .sql("delete from client_certificate where used_at is null")
          .update();
      Program.Ended round = site.agent().once();
      assertThat(round.status()).as(round.err()).isZero();
      assertThat(round.err()).contains("event=certificate-refused");
      assertThat(unused).doesNotExist();
      assertThat(fingerprint(site)).isEqualTo(before);
    }
  }

  @Test
  void aCopyIsEndedByWhoRenewsFirst() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "copied")) {
      String stolen = Files.readString(site.agent().credentialFile());
      site.agent().age();
      assertThat(site.agent().once().status()).isZero();
      String own = Files.readString(site.agent().credentialFile());
      Folders.writePrivate(site.agent().credentialFile(), stolen);
      Program.Ended copy = site.agent().once();
      assertThat(copy.status()).isEqualTo(UNENROLLED);
      assertThat(copy.err()).contains("somebody else has its key");
      Folders.writePrivate(site.agent().credentialFile(), own);
      assertThat(site.agent().once().status()).isZero();
    }
  }

  @Test
  void anotherServersCertificateIsToldApartFromAServerThatIsAway() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "moved")) {
      ClientKey key = ClientKey.fresh();
      Path own = site.agent().credentialFile();
      String before = Files.readString(own);
      Path foreign =
          key.write(
              folder.resolve("foreign"),
              TestCertificates.of("moved", Instant.now(), Duration.ofDays(7), key.pair()));
      String theirs = "expires=9999999999\nconsumer=moved\n" + Files.readString(foreign);

      Folders.writePrivate(own.resolveSibling("credential.next"), theirs);
      Program.Ended back = site.agent().once();
      assertThat(back.status()).as(back.err()).isZero();
      assertThat(back.err()).contains("event=certificate-refused", "did not sign it");
      assertThat(own).content().isEqualTo(before);

      Folders.writePrivate(own, theirs);
      Program.Ended refused = site.agent().once();
      assertThat(refused.status()).as(refused.err()).isEqualTo(UNENROLLED);
      assertThat(refused.err())
          .contains("event=credential-refused", "did not sign it", "perennial-agent enrol")
          .doesNotContain("server-away");
      assertThat(site.nginx().servesValid()).isTrue();

      assertThat(site.agent().enrol(server, site.invitation()).status()).isZero();
      assertThat(site.agent().once().status()).isZero();
    }
  }

  @Test
  void enrollingAgainReplacesARevokedOrLostCertificate() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "again")) {
      assertThat(site.agent().enrol(server, site.invitation()).status()).isZero();
      assertThat(site.agent().credentialFile()).content().contains("credential=pnl_");
      assertThat(site.agent().once().status()).isZero();
      assertThat(site.agent().credentialFile()).content().contains("BEGIN CERTIFICATE");
      server.bean(Consumers.class).revoke(SYSTEM, site.truths().consumer().id());
      Program.Ended refused = site.agent().once();
      assertThat(refused.status()).isEqualTo(UNENROLLED);
      assertThat(refused.err()).contains("was revoked");
    }
  }

  @Test
  void onTheHttpsPortItKeepsItsToken() {
    String name = "https";
    try (ServedSite site =
        new ServedSite(
            server,
            name,
            Nginx.start(folder.resolve(name), name + ".test.internal"),
            new ShellAgent(folder.resolve(name + "-agent")))) {
      site.agent().enrol(server, server.httpsPort(), site.invitation());
      site.agent().site(site.nginx());
      Version version = site.protect("private-ca");
      assertThat(site.agent().once().status()).isZero();
      assertThat(site.nginx().served()).isEqualTo(version.fingerprint().value());
      assertThat(site.agent().credentialFile()).content().contains("credential=pnl_");
      site.agent().age();
      assertThat(site.agent().once().err()).contains("event=credential-renewed");
      assertThat(site.agent().once().status()).isZero();
    }
  }

  @Test
  void killedAtAnyLineOfARenewalItGoesOnAndRenews() throws Exception {
    try (ServedSite site = ServedSite.installed(server, folder, "killed")) {
      Path trace = folder.resolve("trace");
      site.agent().age();
      assertThat(site.agent().killed(0, trace).status()).isZero();
      List<Integer> commands = renewal(trace);
      assertThat(commands).hasSizeGreaterThan(50);
      for (int i = 0; i < commands.size(); i += STEP) {
        site.agent().age();
        String before = fingerprint(site);
        assertThat(site.agent().killed(commands.get(i), trace).status())
            .as("killed at command " + commands.get(i))
            .isEqualTo(137);
        Program.Ended next = site.agent().once();
        assertThat(next.status()).as(commands.get(i) + next.err()).isZero();
        assertThat(fingerprint(site)).as(next.err()).isNotEqualTo(before);
        assertThat(state(site)).containsExactly("credential", "sites");
      }
      assertThat(site.nginx().servesValid()).isTrue();
    }
  }

  /** The first command of each line, from the renewal's begin until the new one is in place. */
  private static List<Integer> renewal(Path trace) throws IOException {
    List<String> program = Files.readAllLines(ShellAgent.PROGRAM);
    int begin = program.indexOf("request_certificate() {") + 2;
    int end = program.indexOf("take_offer() {") + 2;
    List<Integer> commands = new ArrayList<>();
    Set<Integer> lines = new HashSet<>();
    boolean on = false;
    for (String each : Files.readAllLines(trace)) {
      int line = Integer.parseInt(each.substring(each.indexOf(' ') + 1));
      on |= line == begin;
      if (line == end) {
        return commands;
      }
      if (on && lines.add(line)) {
        commands.add(Integer.parseInt(each.substring(0, each.indexOf(' '))));
      }
    }
    throw new AssertionError("the renewal was not seen: " + begin + " to " + end);
  }
}
