package io.perennial.deploy;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.access.AdministratorLinks;
import io.perennial.access.ApiTokens;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import io.perennial.web.WebProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command line against a running server. */
class DeployIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WRONG = 2;
  private static final int UNREACHABLE = 3;
  private static final int REFUSED = 4;

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).property("perennial.probe.interval", "1s").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Program.Ended perennial(String... words) {
    return perennial(server.bean(WebProperties.class).socket(), words);
  }

  private static Program.Ended perennial(Path socket, String... words) {
    List<Object> command = new ArrayList<>();
    command.add(Program.root().resolve("deploy/perennial"));
    command.addAll(List.of("--socket", socket));
    command.addAll(List.of(words));
    return Program.run(command.toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "bindings",
        "metrics",
        "protect",
        "import",
        "revoke",
        "enrol",
        "issuer",
        "token",
        "vault",
        "roots",
        "admin-link",
        "audit"
      })
  void explainsEachSubcommandWithoutAServer(String subcommand) {
    Program.Ended help = perennial(folder.resolve("none"), subcommand, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).startsWith("Usage: deploy/perennial " + subcommand);
    assertThat(help.err()).isEmpty();
    assertThat(perennial("--help").out()).contains("\n  " + subcommand);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "status now",
        "enrol",
        "enrol one two",
        "issuer",
        "issuer remove x acme",
        "issuer add x",
        "issuer add x acme directory",
        "issuer add x acme roots=@/no/such/file",
        "protect",
        "protect www.test.internal --colour red",
        "protect www.test.internal --port",
        "audit",
        "audit repair",
        "token",
        "token make x",
        "token create",
        "token create x --colour red",
        "token revoke",
        "token list all",
        "vault",
        "vault make x",
        "vault create",
        "vault create x --retention-days",
        "vault create x --colour red",
        "vault set x",
        "vault delete",
        "vault list all",
        "vault env main --client",
        "vault env main --client x --colour red",
        "roots one two"
      })
  void saysWhatIsWrongWithTheCommandLine(String line) {
    Program.Ended wrong = perennial(line.split(" ", -1));

    assertThat(wrong.status()).isEqualTo(WRONG);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).isNotBlank();
  }

  @Test
  void makesListsAndRevokesTokens() {
    Program.Ended made =
        perennial(
            "token", "create", "by-hand", "--role", "operator", "--vault", "main", "--days", "7");
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).matches("pnl_[0-9a-f]{32}_[0-9A-Za-z_-]{43}\n");
    ApiTokens tokens = server.bean(ApiTokens.class);
    assertThat(tokens.authenticate(made.out().strip())).isPresent();
    assertThat(perennial("token", "list").out())
        .contains("by-hand\toperator\tvault main\t")
        .doesNotContain("pnl_");
    Program.Ended king = perennial("token", "create", "king", "--role", "king");
    assertThat(king.status()).isEqualTo(REFUSED);
    assertThat(king.err()).contains("reader");
    assertThat(perennial("token", "revoke", "by-hand").status()).isZero();
    assertThat(tokens.authenticate(made.out().strip())).isEmpty();
    assertThat(perennial("token", "list").out()).contains("\trevoked\n");
  }

  @Test
  void vaultsAreMadeSetDeletedRecoveredAndPurged() {
    Program.Ended made = perennial("vault", "create", "Payments", "--retention-days", "7");
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).isEqualTo("payments\n");
    Program.Ended trick = perennial("vault", "create", "pay--ments");
    assertThat(trick.status()).isEqualTo(REFUSED);
    assertThat(trick.err()).contains("no two hyphens in a row");
    assertThat(perennial("vault", "create", "payments").err()).contains("Choose another name");
    assertThat(perennial("vault", "list").out())
        .contains("payments\tpayments.vault.localhost\t7\toff\tadfs\tmodern\n");

    Program.Ended kept = perennial("protect", "pay.test.internal", "--vault", "payments");
    assertThat(kept.status()).as(kept.err()).isZero();
    assertThat(perennial("protect", "pay.test.internal", "--vault", "nowhere").err())
        .contains("There is no vault nowhere.");
    assertThat(perennial("revoke", "pay-test-internal", "--reason", "superseded").err())
        .contains("no certificate pay-test-internal in the vault main");

    Program.Ended set =
        perennial("vault", "set", "payments", "--pfx", "compatible", "--authority", "tenant");
    assertThat(set.out()).endsWith("\t7\toff\ttenant\tcompatible\n");
    assertThat(perennial("vault", "set", "payments", "--retention-days", "8").err())
        .contains("fixed when it is made: 7 days");
    assertThat(perennial("vault", "delete", "main").err()).contains("own listener");

    assertThat(perennial("vault", "delete", "payments").out()).startsWith("payments\t");
    assertThat(perennial("vault", "list").out()).doesNotContain("payments");
    assertThat(perennial("vault", "deleted").out()).startsWith("payments\t");
    assertThat(perennial("vault", "recover", "payments").out())
        .startsWith("payments\tpayments.vault.localhost\t");
    assertThat(perennial("vault", "purge", "payments").err()).contains("no deleted vault");
    perennial("vault", "delete", "payments");
    Program.Ended purged = perennial("vault", "purge", "payments");
    assertThat(purged.status()).as(purged.err()).isZero();
    assertThat(perennial("vault", "deleted").out()).isEmpty();

    perennial("vault", "create", "payments");
    assertThat(perennial("vault", "set", "payments", "--purge-protection", "on").status()).isZero();
    assertThat(perennial("vault", "set", "payments", "--purge-protection", "off").err())
        .contains("cannot be switched off");
    perennial("vault", "delete", "payments");
    assertThat(perennial("vault", "purge", "payments").err()).contains("purge protection");
  }

  /** Key and certificate as PEM, and a PKCS#12 file of both under a password. */
  private static Path made(String host, String password) throws Exception {
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    X509Certificate certificate =
        TestCertificates.of(
            host,
            server.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS),
            Duration.ofDays(90),
            pair);
    if (password.isEmpty()) {
      return Files.write(
          folder.resolve(host + ".pem"),
          Pem.bundle(
              pair.getPrivate().getEncoded(),
              Pem.certificates(List.of(certificate)).getBytes(StandardCharsets.US_ASCII)));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        pair.getPrivate(),
        password.toCharArray(),
        new java.security.cert.Certificate[] {certificate});
    Path file = folder.resolve(host + " 1;2,3.pfx");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  @Test
  void importsWhatWasMadeElsewhereAndKeepsPasswordsOutOfArguments() throws Exception {
    Program.Ended pem = perennial("import", made("by-file.test.internal", "").toString());
    assertThat(pem.status()).as(pem.err()).isZero();
    assertThat(pem.out()).isEqualTo("by-file-test-internal\n");

    Path pfx = made("by-pfx.test.internal", "hush-hush");
    Path password = Files.writeString(folder.resolve("password"), "wrong\n");
    Program.Ended refused =
        perennial("import", pfx.toString(), "--password-file", password.toString());
    assertThat(refused.status()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains("password").doesNotContain("wrong\n");
    Files.writeString(password, "hush-hush\n");
    Program.Ended taken =
        perennial(
            "import",
            pfx.toString(),
            "--password-file",
            password.toString(),
            "--name",
            "by-hand-too",
            "--issuer",
            "private-ca");
    assertThat(taken.status()).as(taken.err()).isZero();
    assertThat(taken.out()).isEqualTo("by-hand-too\n");
    assertThat(perennial("import", pfx.toString(), "--password", "hush-hush").status())
        .isEqualTo(WRONG);
    assertThat(perennial("import", folder.resolve("none").toString()).err())
        .contains("cannot be read");
  }

  @Test
  void revokesTheCurrentVersion() {
    perennial("protect", "leaked.test.internal", "--issuer", "private-ca");
    Program.Ended unknown = perennial("revoke", "leaked-test-internal", "--reason", "boredom");
    assertThat(unknown.status()).isEqualTo(REFUSED);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Program.Ended revoked =
              perennial(
                  "revoke", "leaked-test-internal", "--reason", "key-compromise", "--version", "1");
          assertThat(revoked.status()).as(revoked.err()).isZero();
          assertThat(revoked.out()).startsWith("leaked-test-internal\t1\trevoked at ");
        });
    assertThat(perennial("revoke", "nobody", "--reason", "superseded").err())
        .contains("There is no certificate nobody in the vault main.");
  }

  @Test
  void saysThatNoServerRuns() throws IOException {
    Program.Ended absent = perennial(folder.resolve("none"), "status");
    assertThat(absent.status()).isEqualTo(UNREACHABLE);
    assertThat(absent.err()).contains("no server listens").contains("deploy/run");

    // A socket that a killed server left behind.
    Path stale = Files.createTempDirectory("pnl").resolve("s");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(stale));
    }
    Program.Ended dead = perennial(stale, "status");
    assertThat(dead.status()).isEqualTo(UNREACHABLE);
    assertThat(dead.err()).contains("does not answer");
  }

  @Test
  void tellsWhetherSomebodyIsNeeded() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Program.Ended green = perennial("status");
          assertThat(green.status()).isZero();
          assertThat(green.out())
              .startsWith("Nothing will expire unattended. Checked ")
              .contains("Margin of the worst binding: ");
        });

    server.bean(Consumers.class).invite(SYSTEM, new ObjectName("deaf"));
    perennial(
        "protect",
        "deaf.test.internal",
        "--issuer",
        "self-signed",
        "--server",
        "deaf",
        "--address",
        "127.0.0.1",
        "--port",
        Integer.toString(RunningServer.freePort()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          Program.Ended red = perennial("status");
          assertThat(red.status()).isEqualTo(1);
          assertThat(red.out())
              .startsWith("1 needs you.")
              .contains("\n- deaf-test-internal: ")
              .contains("does not answer a TLS handshake");
        });
    String[] line = bindingOf("deaf-test-internal").split("\t", -1);
    assertThat(line).hasSize(8);
    assertThat(line[0]).isEqualTo("deaf-test-internal");
    assertThat(line[1]).isEqualTo("deaf");
    assertThat(line[2]).isEqualTo("deaf.test.internal");
    assertThat(line[3]).isEqualTo("1");
    assertThat(line[4]).matches("[0-9a-f]{64}");
    assertThat(line[5]).isEqualTo("-");
    assertThat(line[6]).isEqualTo("-");
    assertThat(line[7]).contains("The server has not reported.");
    unbindAll("deaf");
  }

  private static String bindingOf(String certificate) {
    return perennial("bindings")
        .out()
        .lines()
        .filter(line -> line.startsWith(certificate + "\t"))
        .findFirst()
        .orElseThrow();
  }

  private static void unbindAll(String consumer) {
    Bindings bindings = server.bean(Bindings.class);
    bindings.truths(SYSTEM).stream()
        .filter(truths -> truths.consumer().name().value().equals(consumer))
        .forEach(truths -> bindings.unbind(SYSTEM, truths.binding().id()));
  }

  @Test
  void verifiesTheAudit() {
    Program.Ended whole = perennial("audit", "verify");
    assertThat(whole.status()).isZero();
    assertThat(whole.out()).matches("The audit is whole: [0-9]+ entries\\.\\R");

    JdbcClient jdbc = server.bean(JdbcClient.class);
    String actor =
        jdbc.sql("select actor from audit_entry where sequence = 2").query(String.class).single();
    changeActor(jdbc, "somebody else");
    Program.Ended altered = perennial("audit", "verify");
    changeActor(jdbc, actor);

    assertThat(altered.status()).isEqualTo(1);
    assertThat(altered.out()).contains("at or before entry 2").contains("Compare with a backup");
    assertThat(perennial("audit", "verify").status()).isZero();
  }

  private static void changeActor(JdbcClient jdbc, String actor) {
    jdbc.sql("update audit_entry set actor = :actor where sequence = 2")
        .param("actor", actor)
        .update();
  }

  @Test
  void makesALinkThatSignsTheAdministratorInOnce() {
    AdministratorLinks links = server.bean(AdministratorLinks.class);
    Program.Ended made = perennial("admin-link");

    assertThat(made.status()).isZero();
    assertThat(made.out()).startsWith("https://localhost:" + server.httpsPort() + "/setup#pnl_");
    String token = made.out().strip().split("#", 2)[1];
    assertThat(links.redeem(token).name()).isEqualTo("administrator");
    assertThatThrownBy(() -> links.redeem(token))
        .hasMessageContaining("deploy/perennial admin-link");
  }

  @Test
  void makesATokenThatEnrolsOnce() {
    Consumers consumers = server.bean(Consumers.class);
    Program.Ended made = perennial("enrol", "web-7");

    assertThat(made.status()).isZero();
    String token = made.out().strip();
    assertThat(consumers.enrol(token, "web-7.test.internal").consumer().name().value())
        .isEqualTo("web-7");
    assertThatThrownBy(() -> consumers.enrol(token, "web-7.test.internal"))
        .hasMessageContaining("was used");
  }

  @Test
  void printsRootsThatOpensslReads() throws IOException {
    Path file = folder.resolve("roots.pem");
    Program.Ended roots = perennial("roots");
    assertThat(roots.status()).isZero();
    Files.writeString(file, roots.out());

    assertThat(Program.run("openssl", "verify", "-CAfile", file, file).out()).contains(": OK");
    assertThat(
            Program.run("openssl", "x509", "-in", file, "-noout", "-ext", "basicConstraints").out())
        .contains("CA:TRUE");
    assertThat(
            Program.run(
                    "curl",
                    "-sS",
                    "--cacert",
                    file,
                    "-o",
                    "/dev/null",
                    "https://localhost:" + server.httpsPort() + "/login")
                .status())
        .isZero();
  }

  @Test
  void addsAnIssuerWithASettingFromAFile() throws IOException {
    Path file = folder.resolve("ca.pem");
    String pem = perennial("roots").out();
    Files.writeString(file, pem);

    Program.Ended added =
        perennial(
            "issuer",
            "add",
            "house-ca",
            "acme",
            "directory=https://ca.test.internal/directory",
            "contact=pki@test.internal",
            "roots=@" + file);

    assertThat(added.err()).isEmpty();
    assertThat(added.status()).isZero();
    assertThat(added.out()).isEqualTo("house-ca\n");
    Issuer issuer =
        server.bean(Issuers.class).find(SYSTEM, new ObjectName("house-ca")).orElseThrow();
    assertThat(issuer.settings())
        .containsEntry("contact", "pki@test.internal")
        .containsEntry("roots", pem.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protect exa_mple..com                                    | exa_mple..com",
        "protect www.test.internal --issuer nobody                | choose one of private-ca",
        "protect www.test.internal --validity long                | P47D",
        "protect www.test.internal --renew soon                   | 66%",
        "protect www.test.internal --key-type dsa                 | P_256",
        "protect www.test.internal --server nobody                | Enrol it first",
        "protect www.test.internal --name perennial-server        | choose another name",
        "protect www.test.internal --server perennial --port 99999 | between 1 and 65535",
        "issuer add bad acme                                      | directory: ",
        "issuer add bad acme directory=http://x                   | directory: ",
        "issuer add bad nonsense                                  | there are ",
        "issuer add private-ca private-ca                         | another name",
        "issuer add bad_name private-ca                           | letters, digits and hyphens",
        "roots nobody                                             | There are private-ca",
        "roots a&issuer=private-ca                                | letters, digits and hyphens",
        "enrol perennial                                          | taken by the server itself",
      })
  void refusesInASentenceAndChangesNothing(String line, String advice) {
    List<String> before = everything();

    Program.Ended refused = perennial(line.split(" ", -1));

    assertThat(refused.status()).isEqualTo(REFUSED);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("error: ").contains(advice).hasLineCount(1);
    assertThat(everything()).isEqualTo(before);
  }

  private static List<String> everything() {
    List<String> names = new ArrayList<>();
    for (Certificate certificate : server.bean(Certificates.class).list(SYSTEM)) {
      names.add("certificate " + certificate.name().value());
    }
    for (Issuer issuer : server.bean(Issuers.class).list(SYSTEM)) {
      names.add("issuer " + issuer.name().value());
    }
    server
        .bean(Consumers.class)
        .list(SYSTEM)
        .forEach(consumer -> names.add("consumer " + consumer.name().value()));
    return names;
  }
}
