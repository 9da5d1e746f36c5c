package io.perennial.bench;

import static io.perennial.bench.Table.number;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.vault.Vaults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the sweep reads at first: a hundred that are due, among many that are not. */
final class PickUp {

  private static final Principal SYSTEM = Principal.system("bench");
  private static final int DUE = 100;
  private static final int SET = 50_000;
  private static final int READS = 300;

  private PickUp() {}

  /** Takes: name of the database, a short new folder, the number, and the server's properties. */
  public static void main(String[] arguments) throws Exception {
    int many = Integer.parseInt(arguments[2]);
    String[] properties = Arrays.copyOfRange(arguments, 3, arguments.length);
    try (ConfigurableApplicationContext product = Product.in(Path.of(arguments[1]), properties)) {
      Certificates certificates = product.getBean(Certificates.class);
      JdbcClient jdbc = product.getBean(JdbcClient.class);
      Certificate model = model(product, certificates);
      // Longer ago than anything of the server's own, and never handed to its tasks by a sweep.
      Instant past = Instant.now().minus(Duration.ofDays(30));
      for (int from = 1; from <= many; from += SET) {
        fill(jdbc, model, from, Math.min(many, from + SET - 1), past);
      }
      jdbc.sql("analyze").update();
      double[] millis = new double[READS];
      for (int i = -READS; i < READS; i++) {
        // Another moment each time: H2 would answer the same question from memory.
        Instant now = past.plusSeconds(60).plusMillis(i);
        long start = System.nanoTime();
        int found = certificates.due(SYSTEM, now, 500).size();
        if (found != DUE) {
          throw new IllegalStateException("found " + found);
        }
        if (i >= 0) {
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
      }
      double median = Rounds.median(millis);
      Table.row(
          "pickup",
          "%d due among %,d certificates, %s".formatted(DUE, many, arguments[0]),
          number(median) + " ms",
          "–",
          median,
          "ms",
          "<=",
          "2",
          "one reading of an index; the same whatever the number");
    }
  }

  private static Certificate model(
      ConfigurableApplicationContext product, Certificates certificates) {
    Issuers issuers = product.getBean(Issuers.class);
    ObjectName name = new ObjectName("bench");
    return certificates.create(
        SYSTEM,
        new NewCertificate(
            product.getBean(Vaults.class).first().id(),
            name,
            issuers.create(SYSTEM, name, "self-signed", Map.of()).id(),
            CertificatePolicy.of(List.of(Identifiers.parse("bench.example.com"))),
            Map.of()));
  }

  private static void fill(JdbcClient jdbc, Certificate model, int from, int to, Instant past) {
    boolean embedded = jdbc.sql("select version()").query(String.class).single().contains("H2");
    jdbc.sql(
            """
            insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
              enabled, next_action_at, sentence, failures, attended, revision, created_at)
            select lpad(cast(n as varchar), 32, '0'), vault_id, 'copy-' || n, issuer_id, policy, 1,
              tags, true, case when n <= :due then :past else :future end, sentence, 0, false, 1,
              created_at
            from certificate cross join (select %s) as numbers
            where id = :id
            """
                .formatted(
                    embedded
                        ? "\"X\" as n from system_range(:from, :to)"
                        : "generate_series(:from, :to) as n"))
        .param("due", DUE)
        .param("past", DatabaseTime.of(past))
        .param("future", DatabaseTime.of(past.plus(Duration.ofDays(90))))
        .param("from", from)
        .param("to", to)
        .param("id", model.id().value())
        .update();
  }
}
