package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificate;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.policy.LifetimeAction;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.protection.Wish.ServerWish;
import io.perennial.publication.Consumers;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field that a person fills: what is refused, with which words, and that nothing is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WishRefusalsIT {

  private static final String SERVER = "web-one";

  private SimulatedServer server;
  private CertificateId taken;

  @BeforeAll
  void start(@TempDir Path folder) {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    SimulatedCa.create("narrow", SimulatedTime.CLOCK);
    server = SimulatedServer.start(folder);
    server.issuer("narrow");
    taken = server.protect("narrow", "taken.example.com");
    server.bean(Consumers.class).invite(RunningServer.SYSTEM, new ObjectName(SERVER));
    server.settle();
    // The last thing that the server does by itself: it reports its own certificate as installed.
    await()
        .until(() ->
            server
                    .sql()
                    .sql("select count(*) from binding where installed_version is not null")
                    .query(Long.class)
                    .single()
                == 1);
    server.settle();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Protection protection() {
    return server.bean(Protection.class);
  }

  private void refused(ThrowingCallable asked, String sentence) {
    Map<String, Long> before = rows();
    assertThatThrownBy(asked).isInstanceOf(Refusal.class).hasMessageContaining(sentence);
    server.settle();
    assertThat(rows()).as("rows").isEqualTo(before);
  }

  /** How many rows every table has. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    List<String> tables =
        server
            .sql()
            .sql("select table_name from information_schema.tables where table_schema = 'public'")
            .query(String.class)
            .list();
    assertThat(tables).contains("certificate", "private_key", "binding", "audit_entry");
    for (String table : tables) {
      rows.put(
          table,
          server.sql().sql("select count(*) from \"" + table + "\"").query(Long.class).single());
    }
    return rows;
  }

  private static Wish wish(String field, String value) {
    Map<String, String> all =
        new TreeMap<>(
            Map.of(
                "domains", "new.example.com",
                "name", "",
                "issuer", "narrow",
                "keyType", "",
                "validity", "",
                "profile", "",
                "lifetimeAction", ""));
    assertThat(all).containsKey(field);
    all.put(field, value);
    return new Wish(
        all.get("domains"),
        all.get("name"),
        all.get("issuer"),
        all.get("keyType"),
        all.get("validity"),
        all.get("profile"),
        all.get("lifetimeAction"),
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          domains        | ""                    | Enter at least one domain name, such as www.example.com.
          domains        | https://a.example.com | Enter the name alone, such as www.example.com.
          domains        | a_b!.example.com      | is not a domain name. A name has labels of letters
          domains        | a.*.example.com       | a wildcard stands first and alone
          domains        | 256.1.1.1             | '256.1.1.1' is not an IP address.
          domains        | 192.0.2.1             | This issuer cannot give the address 192.0.2.1; use a name.
          domains        | a b c d e f g h i j k | This issuer puts at most 10 names into a certificate; split the list.
          name           | with space            | A name is 1 to 127 letters, digits and hyphens.
          name           | taken-example-com     | There is already a certificate taken-example-com. Open that one, or choose another name.
          issuer         | nobody                | There is no issuer 'nobody'; choose one of narrow, private-ca, self-signed.
          issuer         | no body!              | There is no issuer 'no body!'; choose one of narrow, private-ca, self-signed.
          keyType        | DSA                   | There is no key type 'DSA'; choose one of P_256, P_384, RSA_2048, RSA_3072, RSA_4096, P_521, ED25519.
          keyType        | P_384                 | This issuer does not take P_384 keys; choose one of P_256.
          validity       | 47 days               | Enter the validity as a duration, such as P47D or PT12H
          validity       | PT0S                  | Enter the validity as a duration, such as P47D or PT12H
          validity       | -P1D                  | Enter the validity as a duration, such as P47D or PT12H
          validity       | PT99999999999999999H  | Enter the validity as a duration, such as P47D or PT12H
          validity       | PT19S                 | A certificate lives at least 20 s; ask for more.
          validity       | P398D                 | This issuer's certificates live at most 397 d; ask for less.
          profile        | short lived           | A profile's name has up to 64 letters, digits, dots, hyphens and underscores
          lifetimeAction | soon                  | Renew at a share of the life, such as 66%, or days before expiry, such as 30d.
          lifetimeAction | 0%                    | Renew between 1 % and 99 % of the life; 66% is usual.
          lifetimeAction | 100%                  | Renew between 1 % and 99 % of the life; 66% is usual.
          lifetimeAction | 0d                    | Renew between 1 and 3650 days before expiry; 30d is usual.
          lifetimeAction | 3651d                 | Renew between 1 and 3650 days before expiry; 30d is usual.
          """)
  void saysWhatToEnterAndLeavesNothing(String field, String value, String sentence) {
    refused(() -> protection().protect(RunningServer.SYSTEM, wish(field, value)), sentence);
    if (!field.equals("name")) {
      Certificate before = server.certificate(taken);
      refused(() -> protection().edit(RunningServer.SYSTEM, taken, wish(field, value)), sentence);
      assertThat(server.certificate(taken)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody  | ''              | ''    | There is no server 'nobody'. Enrol it first.
          no body | ''              | ''    | There is no server 'no body'. Enrol it first.
          web-one | ''              | 0     | A port is between 1 and 65535; https usually has 443.
          web-one | ''              | 65536 | A port is between 1 and 65535; https usually has 443.
          web-one | ''              | https | A port is between 1 and 65535; https usually has 443.
          web-one | ''              | -1    | A port is between 1 and 65535; https usually has 443.
          web-one | not/a/name      | ''    | Enter the name alone, such as www.example.com.
          web-one | *.example.com   | ''    | Say at which address to look for new.example.com.
          web-one | 169.254.169.254 | ''    | is not a public address. If that is right, allow it with perennial.probe.allow.
          """)
  void aServerThatCannotServeLeavesNoCertificate(
      String name, String address, String port, String sentence) {
    Wish whole = wish("domains", "new.example.com");
    ServerWish unfit = new ServerWish(name, address, port);
    Wish wish =
        new Wish(
            whole.domains(),
            "",
            "narrow",
            "",
            "",
            "",
            "",
            List.of(new ServerWish(SERVER, "127.0.0.1", "8443"), unfit));

    refused(() -> protection().protect(RunningServer.SYSTEM, wish), sentence);
    assertThat(
            server
                .sql()
                .sql("select count(*) from binding where certificate_id = :id")
                .param("id", taken.value())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void readsWhatPeopleType() {
    Certificate certificate =
        protection()
            .protect(
                RunningServer.SYSTEM,
                new Wish(
                    " WWW.Example.ORG,\n*.bücher.example ",
                    "",
                    " Narrow ",
                    "p-256",
                    " PT240H ",
                    "",
                    " 5 d ",
                    List.of(new ServerWish(" Web-One ", " 127.0.0.1 ", " 9443 "))));

    assertThat(certificate.name().value()).isEqualTo("www-example-org");
    assertThat(certificate.policy().identifiers())
        .extracting(identifier -> identifier.value())
        .containsExactly("www.example.org", "*.xn--bcher-kva.example");
    assertThat(certificate.policy().validity()).contains(Duration.ofDays(10));
    assertThat(certificate.policy().lifetimeAction())
        .isEqualTo(new LifetimeAction.DaysBeforeExpiry(5));
    server.settle();
  }
}
