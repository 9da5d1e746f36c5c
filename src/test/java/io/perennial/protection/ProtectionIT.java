package io.perennial.protection;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProtectionIT {

  @TempDir Path folder;

  @Test
  void refusesAtOnceWhatAnAcmeCaWouldRefuse() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      // Nobody listens there: what is offline needs nobody.
      Issuer issuer =
          server
              .bean(Issuers.class)
              .create(
                  SYSTEM,
                  new ObjectName("somewhere"),
                  "acme",
                  Map.of("directory", "https://127.0.0.1:1/directory"));

      assertRefused(server, "*.example.org", "", "This issuer cannot give *.example.org;");
      assertRefused(server, "www.example.org", "P47D", "leave the validity blank.");

      JdbcClient database = server.bean(JdbcClient.class);
      String id = issuer.id().value();
      assertThat(count(database, "certificate where issuer_id = ?", id)).isZero();
      assertThat(count(database, "issuance_order where issuer_id = ?", id)).isZero();
      assertThat(count(database, "private_key where id like ?", id + "%"))
          .as("account keys, made though nothing was ordered")
          .isZero();
    }
  }

  private static void assertRefused(
      RunningServer server, String domains, String validity, String sentence) {
    Wish wish = new Wish(domains, "", "somewhere", "", validity, "", "", List.of());
    assertThatThrownBy(() -> server.bean(Protection.class).protect(SYSTEM, wish))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID))
        .hasMessageContaining(sentence);
  }

  private static int count(JdbcClient database, String what, String parameter) {
    return database
        .sql("select count(*) from " + what)
        .param(parameter)
        .query(Integer.class)
        .single();
  }
}
