package io.perennial.publication;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Version;
import io.perennial.overview.Overviews;
import io.perennial.publication.Report.Outcome;
import io.perennial.testing.Folders;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.ShellAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The agent as it ships and a real nginx against a whole server. */
class AgentIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FAILED = 1;
  private static final int REFUSED = 3;
  private static final int AWAY = 4;
  private static final int UNENROLLED = 5;

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = startable(folder).start().awaitReady();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RunningServer.Builder startable(Path folder) {
    return RunningServer.in(folder).property("perennial.probe.interval", "1s");
  }

  @Test
  void aTokenEnrolsOnce() {
    try (ServedSite site = ServedSite.enrolled(server, folder, "once")) {
      String token = site.invitation();
      ShellAgent first = new ShellAgent(folder.resolve("first"));
      ShellAgent second = new ShellAgent(folder.resolve("second"));

      assertThat(first.enrol(server, token).status()).isZero();
      Program.Ended again = second.enrol(server, token);

      assertThat(again.status()).isEqualTo(UNENROLLED);
      assertThat(again.err()).contains("Make a new one").doesNotContain(token);
      assertThat(second.credentialFile()).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-521", "ED25519"})
  void installsKeysOfTheLessUsualTypes(String keyType) {
    try (ServedSite site = ServedSite.enrolled(server, folder, keyType.toLowerCase(Locale.ROOT))) {
      Version version = site.protect("private-ca", keyType);
      assertThat(site.agent().once().status()).isZero();
      assertServed(site, version);
      await().atMost(PATIENCE).until(() -> site.truths().served());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"private-ca", "self-signed"})
  void installsTheFirstVersionAndEachRenewal(String issuer) {
    try (ServedSite site = ServedSite.enrolled(server, folder, issuer)) {
      Version first = site.protect(issuer);
      assertThat(site.agent().once().status()).isZero();
      assertServed(site, first);

      Version second = site.renew();
      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
      assertThat(site.agent().once().status()).isZero();

      assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
      assertServed(site, second);
    }
  }

  private static void assertServed(ServedSite site, Version version) {
    assertThat(site.nginx().served()).isEqualTo(version.fingerprint().value());
    assertThat(site.linked()).isEqualTo(version.id().value());
    assertThat(site.nginx().tls().resolve("current")).isSymbolicLink();
    assertThat(publicKey(site, "x509", "chain.pem"))
        .contains("PUBLIC KEY")
        .isEqualTo(publicKey(site, "pkey", "key.pem"));
    Binding.Installed installed = site.truths().binding().installed();
    assertThat(installed.version()).contains(version.id());
    assertThat(installed.outcome()).contains(Outcome.INSTALLED);
    assertThat(site.agent().credentialFile()).content().contains("-----BEGIN CERTIFICATE-----");
    await().atMost(PATIENCE).until(() -> site.truths().served());
    assertThat(site.need()).isEmpty();
  }

  private static String publicKey(ServedSite site, String command, String file) {
    Path path = site.nginx().tls().resolve("current").resolve(file);
    return command.equals("x509")
        ? Program.run("openssl", "x509", "-noout", "-pubkey", "-in", path).out()
        : Program.run("openssl", "pkey", "-pubout", "-in", path).out();
  }

  @Test
  void pullsNothingWhenNothingIsNew() {
    try (ServedSite site = ServedSite.installed(server, folder, "idle")) {
      long keysRead = keysRead(site);
      assertThat(keysRead).isEqualTo(1);

      Program.Ended idle = site.agent().once();

      assertThat(idle.status()).isZero();
      assertThat(idle.err()).contains("event=round sites=1 installed=0 outcome=0");
      assertThat(keysRead(site)).isEqualTo(keysRead);
    }
  }

  private static long keysRead(ServedSite site) {
    return server
        .bean(JdbcClient.class)
        .sql("select count(*) from audit_entry where action = 'key.read' and actor = :name")
        .param("name", site.name())
        .query(Long.class)
        .single();
  }

  @Test
  void keepsTheOldVersionWhileTheConfigurationIsBroken() {
    try (ServedSite site = ServedSite.installed(server, folder, "broken")) {
      Version first = site.truths().published().orElseThrow();
      site.nginx().breakConfiguration();
      Version second = site.renew();

      assertThat(site.agent().once().status()).isEqualTo(FAILED);

      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
      assertThat(site.nginx().servesValid()).isTrue();
      assertThat(site.linked()).isEqualTo(first.id().value());
      Binding.Installed installed = site.truths().binding().installed();
      assertThat(installed.version()).contains(first.id());
      assertThat(installed.outcome()).contains(Outcome.FAILED);
      assertThat(installed.reason().orElseThrow()).contains("no_such_directive");
      assertThat(site.need().orElseThrow().sentence())
          .contains("Version 2 is published")
          .contains("The server reports: the test command failed")
          .contains("no_such_directive");
      assertThat(server.bean(Overviews.class).now(SYSTEM).sentence()).contains("you.");

      site.nginx().mend();
      assertThat(site.agent().once().status()).as("within the back-off").isEqualTo(FAILED);
      assertThat(site.agent().once("--retry-failed").status()).isZero();
      assertServed(site, second);
    }
  }

  @Test
  void rollsBackWhenTheReloadFails() {
    try (ServedSite site = ServedSite.installed(server, folder, "reload")) {
      Version first = site.truths().published().orElseThrow();
      site.agent()
          .site(
              site.nginx(),
              "readlink %s/current | grep -q %s || { echo cannot reload; exit 9; }; nginx -s reload -c %s"
                  .formatted(site.nginx().tls(), first.id().value(), site.nginx().configuration()));
      site.renew();

      assertThat(site.agent().once().status()).isEqualTo(FAILED);

      assertThat(site.linked()).isEqualTo(first.id().value());
      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
      Binding.Installed installed = site.truths().binding().installed();
      assertThat(installed.outcome()).contains(Outcome.ROLLED_BACK);
      assertThat(installed.reason().orElseThrow())
          .contains("the reload command failed: exit 9: cannot reload");
      assertThat(site.need().orElseThrow().sentence()).contains("cannot reload");
    }
  }

  /** What keeps an agent from installing, and the words in which the operator reads of it. */
  private enum Hardship {
    HANGING_RELOAD(FAILED, "the reload command failed: it took longer than 2 s"),
    MISSING_OWNER(FAILED, "the files cannot be given to nosuchuser"),
    SHARED_FOLDER(REFUSED, "is writable by its group or by others: run chmod go-w on it");

    private final int status;
    private final String words;

    Hardship(int status, String words) {
      this.status = status;
      this.words = words;
    }

    private String site() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void befall(ServedSite site, Version installed) {
      String reload = "nginx -s reload -c " + site.nginx().configuration();
      switch (this) {
        case HANGING_RELOAD ->
            site.agent()
                .site(
                    site.nginx(),
                    "readlink %s/current | grep -q %s && %s || sleep 60"
                        .formatted(site.nginx().tls(), installed.id().value(), reload),
                    "command-seconds=2");
        case MISSING_OWNER -> site.agent().site(site.nginx(), reload, "owner=nosuchuser");
        case SHARED_FOLDER -> Folders.mode(site.nginx().tls(), "rwxrwxr-x");
      }
    }

    private void end(ServedSite site) {
      Folders.mode(site.nginx().tls(), "rwxr-xr-x");
      site.agent().site(site.nginx());
    }
  }

  @ParameterizedTest
  @EnumSource(Hardship.class)
  void theOperatorReadsWhyNothingIsInstalled(Hardship hardship) {
    try (ServedSite site = ServedSite.installed(server, folder, hardship.site())) {
      Version first = site.truths().published().orElseThrow();
      hardship.befall(site, first);
      final Version second = site.renew();

      assertThat(site.agent().once().status()).isEqualTo(hardship.status);

      assertThat(site.nginx().servesValid()).isTrue();
      assertThat(site.truths().binding().installed().reason().orElseThrow())
          .contains(hardship.words);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(site.need().orElseThrow().sentence())
                  .contains("The server reports: ")
                  .contains(hardship.words));

      hardship.end(site);
      assertThat(site.agent().once("--retry-failed").status()).isZero();
      assertServed(site, second);
    }
  }

  @Test
  void goesOnServingWhileTheServerIsAway(@TempDir Path away) {
    RunningServer.Builder builder = startable(away);
    ServedSite site;
    Version first;
    try (RunningServer before = builder.start()) {
      site = ServedSite.installed(before, away, "away");
      first = site.truths().published().orElseThrow();
    }
    try (site) {
      Program.Ended alone = site.agent().once();
      assertThat(alone.status()).isEqualTo(AWAY);
      assertThat(alone.err()).contains("event=server-away");
      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());

      try (RunningServer after = builder.start()) {
        ServedSite again = site.with(after);
        assertThat(again.agent().once().status()).isZero();
        assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
        Version second = again.renew();
        assertThat(again.agent().once().status()).isZero();
        assertServed(again, second);
      }
    }
  }

  @Test
  void goesOnServingWhenItsServerIsRevoked() {
    try (ServedSite site = ServedSite.installed(server, folder, "revoked")) {
      Version first = site.truths().published().orElseThrow();
      site.renew();
      server.bean(Consumers.class).revoke(SYSTEM, site.truths().consumer().id());

      Program.Ended refused = site.agent().once();

      assertThat(refused.status()).isEqualTo(UNENROLLED);
      assertThat(refused.err()).contains("credential-refused").contains("was revoked");
      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
      assertThat(site.linked()).isEqualTo(first.id().value());
    }
  }

  @Test
  void refusesFilesThatOthersCouldChangeOrRead() throws IOException {
    try (ServedSite site = ServedSite.installed(server, folder, "modes")) {
      Version first = site.truths().published().orElseThrow();
      final Version second = site.renew();

      assertRefused(site, site.agent().siteFile(), "rw-rw----", "rw-------", "chmod go-w");
      assertRefused(site, site.nginx().tls(), "rwxrwxr-x", "rwxr-xr-x", "chmod go-w");
      if (Files.getOwner(folder).getName().equals("root")) {
        Files.setAttribute(site.agent().siteFile(), "unix:uid", 65_534);
        Program.Ended foreign = site.agent().once();
        assertThat(foreign.status()).isEqualTo(REFUSED);
        assertThat(foreign.err()).contains("belongs to uid 65534");
        Files.setAttribute(site.agent().siteFile(), "unix:uid", 0);
      }
      Folders.mode(site.agent().credentialFile(), "rw-r--r--");
      assertThat(site.agent().once().status()).isEqualTo(UNENROLLED);
      Folders.mode(site.agent().credentialFile(), "rw-------");

      assertThat(site.nginx().served()).isEqualTo(first.fingerprint().value());
      assertThat(site.agent().once().status()).isZero();
      assertServed(site, second);
    }
  }

  private static void assertRefused(
      ServedSite site, Path path, String wrong, String right, String advice) {
    Folders.mode(path, wrong);
    Program.Ended refused = site.agent().once();
    Folders.mode(path, right);
    assertThat(refused.status()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains(path.toString()).contains(advice);
  }

  @Test
  void doesNotTakeTheAgentsWordForWhatIsServed() {
    try (ServedSite site = ServedSite.installed(server, folder, "liar")) {
      final Version first = site.truths().published().orElseThrow();
      Version second = site.renew();

      Program.Ended lie =
          Program.run(
              "curl",
              "-sSk",
              "-o",
              "/dev/null",
              "-w",
              "%{http_code}",
              "--cert",
              site.agent().credentialFile(),
              "--data",
              "version=" + second.id().value(),
              "--data",
              "outcome=installed",
              "--data",
              "served=" + second.fingerprint().value(),
              "https://localhost:%d/pull/v1/bindings/%s/report"
                  .formatted(server.pullPort(), site.truths().binding().id().value()));
      assertThat(lie.out()).isEqualTo("204");

      assertThat(site.truths().binding().installed().version()).contains(second.id());
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(site.truths().binding().served().fingerprint())
                  .contains(first.fingerprint().value()));
      assertThat(site.need().orElseThrow().sentence())
          .contains("Version 2 is published")
          .contains("serves another certificate (%.12s)".formatted(first.fingerprint().value()))
          .contains("Yet the server reports that it installed the current version.");
    }
  }

  @Test
  void showsItsSecretsNeitherToOtherUsersNorToItsLog() {
    try (ServedSite site = ServedSite.enrolled(server, folder, "secret")) {
      site.protect("private-ca");
      Program round = site.agent().start();

      Arguments seen = Arguments.watch(round.process());

      Program.Ended ended = round.ended();
      assertThat(ended.status()).isZero();
      assertThat(seen.programs()).contains("curl", "openssl");
      assertThat(seen.all()).isNotEmpty();
      for (String secret : Arguments.secrets(site)) {
        assertThat(seen.all()).noneMatch(line -> line.contains(secret));
        assertThat(ended.err() + ended.out()).doesNotContain(secret);
      }
      assertThat(seen.all()).noneMatch(line -> line.contains("pnl_"));
    }
  }
}
